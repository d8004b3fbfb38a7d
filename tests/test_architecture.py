"""The shape of the code: short files, short functions, tests that are found."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "storage", "tests")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
FILES = sorted(
    path.relative_to(ROOT).as_posix() for name in PACKAGES for path in (ROOT / name).rglob("*.py")
)
FOLDERS = sorted({Path(file).parent.as_posix() for file in FILES})
# Alembic finds its revisions by their path.
FOLDERS_OUTSIDE = {"storage/migrations", "storage/migrations/versions"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(file: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_short(file: str) -> None:
    assert len((ROOT / file).read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("file", FILES)
def test_functions_are_short(file: str) -> None:
    too_long = {each.name: length(each) for each in functions(file)}
    assert {} == {name: lines for name, lines in too_long.items() if lines > LONGEST_FUNCTION}


@pytest.mark.parametrize("folder", [each for each in FOLDERS if each not in FOLDERS_OUTSIDE])
def test_a_folder_says_what_is_in_it(folder: str) -> None:
    package = ROOT / folder / "__init__.py"
    assert package.is_file()
    assert ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", [file for file in FILES if Path(file).name == "__init__.py"])
def test_a_package_holds_a_docstring_and_nothing_else(file: str) -> None:
    assert 1 == len(ast.parse((ROOT / file).read_text(encoding="utf-8")).body)


@pytest.mark.parametrize("file", [file for file in FILES if Path(file).name.startswith("test_")])
def test_names_of_tests_are_sentences_and_each_stands_once(file: str) -> None:
    module = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    names = [node.name for node in module.body if isinstance(node, Function)]
    tests = [name for name in names if name.startswith("test_")]
    assert len(set(names)) == len(names)
    assert tests or "TestCase" in ast.dump(module)
    assert not [name for name in tests if name.count("_") < 2]


def test_nothing_is_called_utils() -> None:
    vague = {"utils", "helpers", "common", "misc", "base", "core"}
    assert not [file for file in FILES if Path(file).stem in vague]
