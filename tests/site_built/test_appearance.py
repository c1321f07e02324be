"""A repository gives the site its own looks as docs/appearance.md says: a style sheet, a picture, a template."""

from __future__ import annotations

from pathlib import Path

from site_built.sites import AS_OF, Built, example, koers


def test_own_styles_pictures_and_templates_take_part(tmp_path: Path) -> None:
    root = example(tmp_path / "plans")
    own = root / "site_templates"
    (own / "assets/pictures").mkdir(parents=True)
    (own / "assets/own.css").write_text(".k { --k-accent: #7a1f5c; }\n", encoding="utf-8")
    (own / "assets/pictures/logo.svg").write_text("<svg/>\n", encoding="utf-8")
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the site", encoding="utf-8")
    (own / "assets/link.txt").symlink_to(secret)
    (own / "theme").mkdir()
    (own / "theme/link.txt").symlink_to(secret)
    package = Path(__file__).parent.parent.parent / "site_templates"
    page = (package / "pages/teams.html").read_text(encoding="utf-8")
    (own / "pages").mkdir()
    (own / "pages/teams.html").write_text(
        page.replace("{% endblock %}", "<p>Ours since 1921</p>{% endblock %}"), encoding="utf-8"
    )
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert "extra_css: [assets/koers.css]" in text
    settings.write_text(text.replace("[assets/koers.css]", "[assets/koers.css, assets/own.css]"), encoding="utf-8")
    done = koers(root, "build", "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    built = Built(root, root / "site")
    assert (built.site / "assets/own.css").read_bytes() == (own / "assets/own.css").read_bytes()
    assert (built.site / "assets/pictures/logo.svg").is_file()
    assert (built.site / "assets/koers.css").stat().st_size > 10_000
    assert not (built.site / "assets/link.txt").exists()
    assert not (built.site / "link.txt").exists()
    home = built.page("")
    assert home.index("assets/koers.css") < home.index("assets/own.css")
    assert "Ours since 1921" in built.page("teams/")
