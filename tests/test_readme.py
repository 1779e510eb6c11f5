"""What the README says is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator import cli, preflight
from annotator.ui.action_table import ACTIONS

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", README, re.S)
    assert found is not None
    return found.group(1)


def test_the_debian_packages_are_those_that_the_start_looks_for() -> None:
    named = {word for word in block("debian").split() if word.startswith("lib")}
    wanted = {debian for debian, _ in (preflight._EVERY_PLATFORM | preflight._X11).values()}
    assert named == wanted


def test_the_start_and_test_commands_are_one_line_each() -> None:
    assert block("start").count("\n") == block("test").count("\n") == 1


@pytest.mark.parametrize(
    "line", re.findall(r"^annotator (?!news\.annodb)(.+?)(?:\s+#.*)?$", README, re.M)
)
def test_each_command_exists(line: str) -> None:
    command, *rest = shlex.split(line)
    done = CliRunner().invoke(cli.main, [command, "--help"])
    assert done.exit_code == 0
    for option in (word for word in rest if word.startswith("--")):
        assert option in done.output


@pytest.mark.parametrize("picture", re.findall(r"!\[.*?\]\((.*?)\)", README))
def test_each_picture_is_there(picture: str) -> None:
    assert (Path(__file__).parents[1] / picture).is_file()


def test_the_keys_are_those_of_the_program() -> None:
    keys = {key for spec in ACTIONS for key in spec.keys}
    for named in ("E", "Shift+E", "N", "P", "U", "H", "S", "L", "T", "M", "J", "R", "V", "D", "F", "I"):
        assert f"`{named}`" in README
        assert named in keys
