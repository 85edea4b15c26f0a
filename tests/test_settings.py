"""Settings: defaults, a TOML file, flags above it, and clear words for what cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg import settings
from kg.settings import Settings, SettingsError


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kg.toml"
    path.write_text('home = "吕梁市"\njobs = 2\nvalidate = false\n', encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load() == Settings()


def test_kg_toml_in_the_working_directory_is_read(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(config.parent)
    assert settings.load() == Settings(home="吕梁市", jobs=2, validate=False)


def test_flags_beat_the_file_and_none_is_no_flag(config: Path) -> None:
    found = settings.load(config, home="衢州市", jobs=None, date="2021-08-19")
    assert found == Settings(home="衢州市", jobs=2, validate=False, date="2021-08-19")


def test_zero_and_false_are_flags(config: Path) -> None:
    assert settings.load(config, jobs=0).jobs == 0
    assert settings.load(None, validate=False).validate is False


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('hoem = "吕梁市"', "unknown setting 'hoem'; known are .*home"),
        ('jobs = "two"', "jobs = 'two' should be of type int"),
        ("jobs = true", "jobs = True should be of type int"),
        ("validate = 1", "validate = 1 should be of type bool"),
        ("home = 141100", "home = 141100 should be of type str"),
        ('tagger = "bert"', "tagger = 'bert'; it must be one of lac, jieba"),
        ('language = ["zh"]', "language = .* must be one of auto, zh, en"),
        ("home = 吕梁市", "line 1"),
        ("[home]\nname = 1", "home = .* should be of type str"),
    ],
)
def test_a_faulty_line_is_named_with_its_file(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"mine\.toml: .*{message}"):
        settings.load(path)


def test_a_file_that_is_missing_or_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('home = "吕梁市"'.encode("gbk"))
    for name in ("gbk.toml", "none.toml"):
        with pytest.raises(SettingsError, match=name):
            settings.load(tmp_path / name)


@pytest.mark.parametrize("flags", [{"tagger": "bert"}, {"colour": "red"}, {"iris": 3}])
def test_flags_are_checked_too(flags: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        settings.load(None, **flags)
