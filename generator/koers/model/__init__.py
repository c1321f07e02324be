"""The domain as frozen values: what leaders, managers and HR talk about. No text of files, no input or output."""
