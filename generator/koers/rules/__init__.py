"""The rulebook: what makes a plan SMART beyond its form. Plans and progress in, findings out."""
