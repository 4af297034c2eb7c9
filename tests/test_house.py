"""The floor plan and the manners of the house, kept by a test instead of by memory."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.text import camel_case_to_spaces

HOUSE = settings.BASE_DIR
FLOORS = ["common", "units", "tasks", "progress", "oversight", "figures", "reviews", "portal", "plan57"]
ROOMS = [floor for floor in FLOORS if (HOUSE / floor / "__init__.py").exists()]
BESIDE = {"tests", "bench"}
DOMAIN_ROOMS = [room for room in ROOMS if apps.is_installed(room)]

MODULE_LINES, VIEW_MODULE_LINES, FUNCTION_LINES, LOOSE_FUNCTION_LINES = 400, 250, 25, 40
# "module.function": why it may be longer.
LONG_FUNCTIONS: dict[str, str] = {}
# "room.model.field": why its row may go with what it points at. History never does.
CASCADES: dict[str, str] = {}


def modules(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from (path for path in (HOUSE / package).rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every name a module imports, at its head or inside a function; `from a import b` gives `a.b`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
            yield f"{name_of(path)}.{node.name}", node.end_lineno - node.lineno + 1 - told


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is loaded: all but the bodies of its functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        for part in [*getattr(node, "decorator_list", []), *defaults]:
            yield from run_at_import(part)
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from run_at_import(child)


def own_files() -> Iterator[Path]:
    """All files of the project: no packages, caches, data or history."""
    left_out = {".git", ".venv", "node_modules", "var", "__pycache__", "test-results"}
    for path in HOUSE.rglob("*"):
        parts = path.relative_to(HOUSE).parts
        if (
            not left_out.intersection(parts)
            and not re.match(r"\.(\w+_cache|hypothesis|coverage)", parts[0])
            and path.is_file()
        ):
            yield path


def own_texts() -> Iterator[tuple[str, str]]:
    for path in own_files():
        if path.suffix not in {".png", ".mo"}:
            yield str(path.relative_to(HOUSE)), path.read_text(encoding="utf-8")


def templates() -> list[Path]:
    return sorted(path for path in (HOUSE / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def own_models() -> list[type[models.Model]]:
    found = [model for room in DOMAIN_ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in found if not hasattr(model, "history_object")]


# The floor plan --------------------------------------------------------------------------------------------


def test_every_package_stands_on_the_floor_plan():
    found = {path.parent.name for path in HOUSE.glob("*/__init__.py")}

    assert found - set(FLOORS) - BESIDE == set()


def test_linter_knows_every_room_and_section():
    linter = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    _, inside, sections = linter["contracts"]

    assert sorted(linter["root_packages"]) == sorted(ROOMS)
    assert sorted(inside["containers"]) == sorted(set(DOMAIN_ROOMS) - {"portal"})
    assert sections["modules"] == sorted(f"portal.{path.parent.name}" for path in (HOUSE / "portal").glob("*/urls.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_nothing_from_above(room):
    above = set(FLOORS[FLOORS.index(room) + 1 :]) | BESIDE

    upward = [(name_of(path), name) for path in modules(room) for name in imported(path) if name.split(".")[0] in above]

    assert upward == []


def test_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["a", "b", "c"]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_no_module_imports_itself_in_a_circle():
    known = {name_of(path): path for path in modules(*ROOMS)}
    graph = {
        name: {target for target in map(known_module(known), imported(path)) if target} for name, path in known.items()
    }

    assert circles(graph) == []


def known_module(known):
    def resolve(name):
        return name if name in known else name.rpartition(".")[0] if name.rpartition(".")[0] in known else None

    return resolve


def circles(graph):
    """Take away, again and again, what imports nothing more: what stays stands in a circle or waits for one."""
    left = {name: set(targets) for name, targets in graph.items()}
    while free := {name for name, targets in left.items() if not targets & left.keys()}:
        left = {name: targets for name, targets in left.items() if name not in free}
    return sorted(left)


def test_sections_of_the_portal_do_not_import_one_another():
    outside = {"management", "templatetags", "migrations"}
    sections = {path.parent.name for path in (HOUSE / "portal").glob("*/__init__.py")} - outside

    borrowed = [
        (name_of(path), name)
        for section in sections
        for path in modules(f"portal/{section}")
        for name in imported(path)
        if name.startswith("portal.") and name.split(".")[1] in sections - {section}
    ]

    assert sections
    assert borrowed == []


def test_figures_keep_no_tables():
    assert not apps.is_installed("figures")
    assert not (HOUSE / "figures" / "migrations").exists()


# Size and names --------------------------------------------------------------------------------------------


def test_modules_are_short():
    def limit(path):
        return VIEW_MODULE_LINES if "views" in path.stem or "views" in path.parts else MODULE_LINES

    lengths = [
        (name_of(path), path.read_text(encoding="utf-8").count("\n"), limit(path)) for path in modules(*ROOMS, *BESIDE)
    ]

    assert [(name, lines) for name, lines, limit in lengths if lines > limit] == []


def test_functions_are_short():
    found = [function for path in modules(*ROOMS) for function in functions(path)]

    assert [(name, lines) for name, lines in found if lines > FUNCTION_LINES and name not in LONG_FUNCTIONS] == []
    assert set(LONG_FUNCTIONS) <= {name for name, lines in found if lines > FUNCTION_LINES}


def test_functions_beside_the_house_are_not_long():
    found = [function for path in modules(*BESIDE) for function in functions(path)]

    assert [(name, lines) for name, lines in found if lines > LOOSE_FUNCTION_LINES] == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common_utils", "tools"}

    assert [name_of(path) for path in modules(*ROOMS, *BESIDE) if drawers & set(path.with_suffix("").parts[-2:])] == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")

    assert [
        name
        for name, text in own_texts()
        if name.endswith((".py", ".html", ".css", ".js", ".md")) and later.search(text)
    ] == []


# What is committed -----------------------------------------------------------------------------------------


def test_no_file_of_others_is_kept():
    foreign = {".woff", ".woff2", ".ttf", ".otf", ".eot", ".map", ".whl", ".tgz", ".zip", ".gz", ".ico"}

    found = [
        path.name for path in own_files() if path.suffix in foreign or ".min." in path.name or "vendor" in path.parts
    ]

    assert found == []


def test_no_registry_or_machine_is_named():
    hosts = ["py" + "pi\\.org", "python" + "hosted", "npm" + "js\\.", "deb\\." + "debian", "artifact" + "ory"]
    places = r"(?<![\w.}])/(?:work|root|tmp|home)/\w"
    named = re.compile("|".join([*hosts, places]))

    assert [(name, found[0]) for name, text in own_texts() if (found := named.search(text))] == []


# Records ---------------------------------------------------------------------------------------------------


def test_constraints_are_named_after_room_and_model():
    names = [
        (model._meta.label, rule.name)
        for model in own_models()
        for rule in [*model._meta.constraints, *model._meta.indexes]
        if not rule.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
    ]

    assert names == []


def test_history_is_protected():
    fields = [
        field
        for model in own_models()
        for field in model._meta.get_fields(include_parents=False)
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]

    assert {str(field) for field in fields} == set(CASCADES)


def test_records_have_vietnamese_names():
    plain = [
        model._meta.label for model in own_models() if model._meta.verbose_name == camel_case_to_spaces(model.__name__)
    ]

    assert plain == []


# Rights and pages ------------------------------------------------------------------------------------------


def test_nobody_walks_round_the_rights():
    bypass = "is_" + "superuser"

    assert [name_of(path) for path in modules(*ROOMS) if bypass in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline style", r"<style\b|\sstyle\s*="),
        ("inline script", r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on"),
        (
            "something from another host",
            r"(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//|<link[^>]+href=[\"'](?:https?:)?//",
        ),
        ("an id or a year that a dot would part (12.345)", r"\{\{[^}|]*(?:\bpk|\.id|\byear)\s*\}\}"),
        ("text that is not escaped", r"\|\s*safe\b|\{%\s*autoescape off"),
    ],
)
def test_templates_hold_no(what, pattern):
    forbidden = re.compile(pattern, re.IGNORECASE)

    found = [
        str(p.relative_to(HOUSE)) for p in templates() if p.suffix == ".html" and forbidden.search(p.read_text("utf-8"))
    ]

    assert found == [], what


def test_templates_load_one_library_a_line_in_order():
    def loads(path):
        return re.findall(r"\{%\s*load ([^%]+?)\s*%\}", path.read_text(encoding="utf-8"))

    untidy = [
        str(path.relative_to(HOUSE))
        for path in templates()
        if loads(path) != sorted(loads(path))
        or any(" " in library and " from " not in library for library in loads(path))
    ]

    assert untidy == []


# Tests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "time." + "sleep",
        "pytest." + "skip",
        "mark." + "skip",
        "mark." + "xfail",
        "import" + "orskip",
        "unittest." + "mock",
    ],
)
def test_tests_neither_wait_nor_skip_nor_pretend(word):
    assert [name_of(path) for path in modules("tests") if word in path.read_text(encoding="utf-8")] == []


def test_no_day_is_asked_for_when_a_module_is_loaded():
    """Such a day is yesterday's for a server that runs for weeks, and for tests that run across midnight."""
    clocks = {"today", "now", "localdate", "localtime", "utcnow", "time", "time_ns"}

    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(*ROOMS, *BESIDE)
        for node in run_at_import(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in clocks
    ]

    assert found == []
