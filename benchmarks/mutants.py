"""Single mutations of a reference solution: what one slip of the hand or of the mind makes of it.

The operators are those of mutmut 3 (mutmut/node_mutation.py) and Cosmic Ray (cosmic_ray/operators),
on libcst, with what NumPy adds to plain Python: the matrix product, transposes, negated terms, and
names and keys that differ by one character. The text of f-strings is left alone: it is wording.
"""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from autograder.assignment import SOLUTION, Assignment, GradedCell, NamedCell

EQUIVALENT = Path(__file__).with_name("equivalent_mutants")


@dataclass(frozen=True)
class Mutant:
    """The solution cell `cell` with one change in `line` of the assignment's file."""

    cell: str
    line: int
    operator: str
    before: str
    after: str
    source: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Its name in the lists kept by hand: no line number, so that it outlives edits above."""
        return self.cell, self.before, self.after

    @property
    def title(self) -> str:
        return f"{self.cell}, line {self.line} ({self.operator})"

    @property
    def diff(self) -> str:
        lines = [f"  - {line}" for line in self.before.splitlines()]
        return "\n".join(lines + [f"  + {line}" for line in self.after.splitlines()])


def mutants(assignment: Assignment) -> list[Mutant]:
    """Every mutant of the solutions that the hidden tests can see, in the order of the file."""
    return [
        mutant
        for cell in assignment.solutions
        if cell.kind == "code" and not cell.is_demo and not isinstance(cell, GradedCell)
        for mutant in of_cell(cell)
    ]


def of_cell(cell: NamedCell) -> list[Mutant]:
    """The mutants of one solution cell; those that say the same, or do not compile, count once or
    not at all."""
    found: dict[str, Mutant] = {}
    meaning = ast.dump(ast.parse(cell.source))
    for operator, line, source in mutations(cell.source, solution_lines(cell.source)):
        try:
            compile(source, "<mutant>", "exec")
        except (SyntaxError, ValueError):
            continue
        meant = ast.dump(ast.parse(source))
        if meant != meaning:
            before, after = changed(cell.source, source)
            mutant = Mutant(cell.grade_id, cell.line + line, operator, before, after, source)
            found.setdefault(meant, mutant)
    return list(found.values())


def solution_lines(source: str) -> set[int]:
    """The numbers, from 1, of the lines between ### BEGIN SOLUTION and ### END SOLUTION."""
    lines: set[int] = set()
    for match in SOLUTION.finditer(source):
        start, end = (source.count("\n", 0, match.start(1) + at) for at in (0, len(match[1])))
        lines |= set(range(start + 1, end + 2))
    return lines


def changed(before: str, after: str) -> tuple[str, str]:
    """The lines that differ, without their indentation."""
    old, new = ([line.strip() for line in text.splitlines()] for text in (before, after))
    parts = [
        (old[i:j], new[k:n])
        for tag, i, j, k, n in difflib.SequenceMatcher(None, old, new, False).get_opcodes()
        if tag != "equal"
    ]
    gone, come = (
        "\n".join(line for part in side for line in part) for side in zip(*parts, strict=True)
    )
    return gone, come


# --- Equivalent mutants ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Equivalent:
    """An entry of the lists kept by hand: a line of a solution, what some mutants make of it, and
    why that is right too."""

    cell: str
    line: str
    becomes: tuple[str, ...]
    reason: str

    @property
    def keys(self) -> set[tuple[str, str, str]]:
        return {(self.cell, self.line, each) for each in self.becomes}


def equivalents(name: str, folder: Path = EQUIVALENT) -> list[Equivalent]:
    """The mutants of an assignment that are right answers, as listed by hand."""
    path = folder / f"{name}.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    entries = [Equivalent(**entry) for entry in listed.get("equivalent", [])]
    return [replace(entry, becomes=tuple(entry.becomes)) for entry in entries]


# --- Mutations of a piece of source ---------------------------------------------------------------


def mutations(source: str, lines: set[int]) -> Iterator[tuple[str, int, str]]:
    """Each (operator, line, mutated source) that one change within `lines` gives."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    module, positions = wrapper.module, wrapper.resolve(PositionProvider)
    inside = [
        (node, positions[node].start.line)
        for node in walk(module)
        if node in positions and positions[node].start.line in lines
    ]
    siblings = Siblings.of(module, [node for node, _ in inside])
    for node, line in inside:
        for operator, mutate in OPERATORS.items():
            for mutated in mutate(node):
                yield operator, line, module.code_for_node(module.deep_replace(node, mutated))
        for mutated in siblings.mutate(node):
            yield "name", line, module.code_for_node(module.deep_replace(node, mutated))


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from walk(child)


def expression(code: str) -> cst.BaseExpression:
    return cst.parse_expression(code)


def number(value: int | float) -> cst.BaseExpression:
    return expression(repr(value) if value >= 0 else f"({value!r})")


def parenthesized(node: cst.BaseExpression) -> cst.BaseExpression:
    if not isinstance(node, (cst.BinaryOperation, cst.BooleanOperation, cst.Comparison, cst.IfExp)):
        return node
    return node.with_changes(
        lpar=[*node.lpar, cst.LeftParen()], rpar=[*node.rpar, cst.RightParen()]
    )


def without(items: Sequence[cst.CSTNode], i: int) -> list[cst.CSTNode]:
    """A list without its item i, and without the comma that would then stand at its end."""
    left = [*items[:i], *items[i + 1 :]]
    if left and i == len(items) - 1:
        left[-1] = left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return left


# --- The operators: from a node to what may stand in its place ------------------------------------

ARITHMETIC = (
    cst.Add,
    cst.Subtract,
    cst.Multiply,
    cst.Divide,
    cst.FloorDivide,
    cst.Modulo,
    cst.Power,
    cst.MatrixMultiply,
)
AUGMENTED = (
    cst.AddAssign,
    cst.SubtractAssign,
    cst.MultiplyAssign,
    cst.DivideAssign,
    cst.FloorDivideAssign,
    cst.ModuloAssign,
    cst.PowerAssign,
    cst.MatrixMultiplyAssign,
)
ORDER = (
    cst.Equal,
    cst.NotEqual,
    cst.LessThan,
    cst.LessThanEqual,
    cst.GreaterThan,
    cst.GreaterThanEqual,
)
OPPOSITE = (
    (cst.Is, cst.IsNot),
    (cst.In, cst.NotIn),
    (cst.And, cst.Or),
)
OPPOSITE_FUNCTIONS = (
    ("max", "min"),
    ("argmax", "argmin"),
    ("maximum", "minimum"),
    ("any", "all"),
    ("sum", "mean"),
    ("zeros", "ones"),
)


def binary_operator(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a + b → a - b, a * b, a @ b, …"""
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, ARITHMETIC):
        for other in ARITHMETIC:
            yield node.with_changes(operator=other())


def augmented_assignment(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a += b → a -= b, …, a = b"""
    if isinstance(node, cst.AugAssign):
        for other in AUGMENTED:
            yield node.with_changes(operator=other())
        yield cst.Assign([cst.AssignTarget(node.target)], node.value)


def comparison(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a < b → a <= b, a == b, …"""
    if isinstance(node, cst.ComparisonTarget) and isinstance(node.operator, ORDER):
        for other in ORDER:
            yield node.with_changes(operator=other())


def opposite_keyword(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a is b → a is not b; a and b → a or b; break → continue"""
    if isinstance(node, (cst.ComparisonTarget, cst.BooleanOperation)):
        for one, other in OPPOSITE:
            if isinstance(node.operator, one):
                yield node.with_changes(operator=other())
            if isinstance(node.operator, other):
                yield node.with_changes(operator=one())
    if isinstance(node, cst.Break):
        yield cst.Continue()
    if isinstance(node, cst.Continue):
        yield cst.Break()


def negated_condition(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """if a: → if not a:"""
    if isinstance(node, (cst.If, cst.While, cst.IfExp, cst.Assert, cst.CompIf)):
        negated = cst.UnaryOperation(cst.Not(), parenthesized(node.test))
        space = cst.SimpleWhitespace(" ")
        extra = {"whitespace_before_test": space} if hasattr(node, "whitespace_before_test") else {}
        yield node.with_changes(test=negated, **extra)


def unary_removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """-a → a; not a → a"""
    if isinstance(node, cst.UnaryOperation):
        yield node.expression


def minus_added(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """x = a * b → x = -(a * b); the same for what is returned, passed on or put in a dictionary"""
    if isinstance(node, (cst.Assign, cst.Return, cst.DictElement, cst.Arg)):
        value = node.value
        if isinstance(value, (cst.BinaryOperation, cst.Call, cst.Subscript, cst.Attribute)) or (
            isinstance(value, cst.Name) and value.value not in ("None", "True", "False")
        ):
            yield node.with_changes(value=cst.UnaryOperation(cst.Minus(), parenthesized(value)))


def number_changed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """3 → 4, 2; 0.5 → 1.5, 0.55"""
    if isinstance(node, cst.Integer):
        yield number(node.evaluated_value + 1)
        yield number(node.evaluated_value - 1)
    if isinstance(node, cst.Float):
        yield number(node.evaluated_value + 1)
        yield number(float(f"{1.1 * node.evaluated_value:.12g}"))


def truth_swapped(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """True → False"""
    other = {"True": "False", "False": "True"}
    if isinstance(node, cst.Name) and node.value in other:
        yield node.with_changes(value=other[node.value])


def string_changed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """ "a" → "XXaXX" """
    if isinstance(node, cst.SimpleString) and '"""' not in node.value:
        text = node.evaluated_value
        if isinstance(text, str):
            yield expression(repr(f"XX{text}XX"))


def argument_none(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """f(a, b) → f(None, b), f(a, None)"""
    if isinstance(node, cst.Arg) and not node.star:
        yield node.with_changes(value=cst.Name("None"))


def argument_removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """f(a, b=c) → f(b=c), f(a)"""
    if isinstance(node, cst.Call):
        for i in range(len(node.args)):
            yield node.with_changes(args=without(node.args, i))


def arguments_swapped(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """f(a, b) → f(b, a)"""
    if isinstance(node, cst.Call):
        args = [arg for arg in node.args if not arg.keyword and not arg.star]
        yield from swapped(node, "args", args)


def call_dropped(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """f(a) → a; a.f() → a"""
    if isinstance(node, cst.Call):
        if node.args and not node.args[0].star:
            yield parenthesized(node.args[0].value)
        if isinstance(node.func, cst.Attribute):
            yield node.func.value


def attribute_dropped(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a.T → a"""
    if isinstance(node, cst.Attribute) and node.attr.value == "T":
        yield node.value


def opposite_function(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """np.maximum → np.minimum, sum → mean"""
    if isinstance(node, cst.Call):
        name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        for pair in OPPOSITE_FUNCTIONS:
            if isinstance(name, cst.Name) and name.value in pair:
                one, other = pair
                new = name.with_changes(value=other if name.value == one else one)
                yield node.with_deep_changes(name, value=new.value)


def item_removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """(a, b) → (b,), (a,); the same for lists, sets, dictionaries and what is indexed by several"""
    if isinstance(node, cst.Tuple) and len(node.elements) == 2:
        for i in (0, 1):
            kept = node.elements[i].with_changes(comma=cst.Comma())
            yield node.with_changes(elements=[kept])
    elif isinstance(node, (cst.Tuple, cst.List, cst.Set, cst.Dict)) and len(node.elements) > 1:
        for i in range(len(node.elements)):
            yield node.with_changes(elements=without(node.elements, i))
    if isinstance(node, cst.Subscript) and len(node.slice) > 1:
        for i in range(len(node.slice)):
            yield node.with_changes(slice=without(node.slice, i))


def items_swapped(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """(a, b) → (b, a)"""
    if isinstance(node, (cst.Tuple, cst.List)):
        yield from swapped(node, "elements", list(node.elements))
    if isinstance(node, cst.Subscript):
        yield from swapped(node, "slice", list(node.slice))


def slice_bound_removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a[1:n] → a[:n], a[1:]"""
    if isinstance(node, cst.Slice):
        for bound in ("lower", "upper", "step"):
            if getattr(node, bound) is not None:
                yield node.with_changes(**{bound: None})


def loop_shortened(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """for a in b → for a in [], in b without its first, in b without its last"""
    if isinstance(node, (cst.For, cst.CompFor)):
        code = cst.Module([]).code_for_node(node.iter)
        for shorter in ("[]", f"list({code})[1:]", f"list({code})[:-1]"):
            yield node.with_changes(iter=expression(shorter))


def lambda_none(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """lambda a: b → lambda a: None"""
    if isinstance(node, cst.Lambda):
        yield node.with_changes(body=cst.Name("None"))


def value_none(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a = b → a = None; return a → return None"""
    if isinstance(node, (cst.Assign, cst.AnnAssign, cst.Return)) and node.value is not None:
        yield node.with_changes(value=cst.Name("None"))


def statement_deleted(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """a = b → pass; the same for a whole loop or branch"""
    if isinstance(node, (cst.If, cst.For, cst.While, cst.With, cst.Try)):
        yield cst.SimpleStatementLine([cst.Pass()], leading_lines=node.leading_lines)
    elif isinstance(node, cst.BaseSmallStatement) and not isinstance(node, (cst.Return, cst.Pass)):
        yield cst.Pass()


def branch_removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """if a: b else: c → if a: b"""
    if isinstance(node, (cst.If, cst.For, cst.While)) and node.orelse is not None:
        yield node.with_changes(orelse=None)


def decorator_removed(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """@f over a function → none"""
    if isinstance(node, cst.FunctionDef):
        for i in range(len(node.decorators)):
            yield node.with_changes(decorators=[*node.decorators[:i], *node.decorators[i + 1 :]])


def swapped(node: cst.CSTNode, field: str, items: list) -> Iterator[cst.CSTNode]:
    """The node with two neighbors among `items` of its `field` in each other's place."""
    inner = "slice" if field == "slice" else "value"
    for one, other in pairwise(items):
        if all(hasattr(each, inner) for each in (one, other)):
            a, b = getattr(one, inner), getattr(other, inner)
            new = {
                id(one): one.with_changes(**{inner: b}),
                id(other): other.with_changes(**{inner: a}),
            }
            yield node.with_changes(**{field: [new.get(id(e), e) for e in getattr(node, field)]})


OPERATORS: dict[str, Callable[[cst.CSTNode], Iterator[cst.CSTNode]]] = {
    operator.__name__.replace("_", " "): operator
    for operator in (
        binary_operator,
        augmented_assignment,
        comparison,
        opposite_keyword,
        negated_condition,
        unary_removed,
        minus_added,
        number_changed,
        truth_swapped,
        string_changed,
        argument_none,
        argument_removed,
        arguments_swapped,
        call_dropped,
        attribute_dropped,
        opposite_function,
        item_removed,
        items_swapped,
        slice_bound_removed,
        loop_shortened,
        lambda_none,
        value_none,
        statement_deleted,
        branch_removed,
        decorator_removed,
    )
}


@dataclass(frozen=True)
class Siblings:
    """The names and strings of a cell: one may be mistaken for another that differs by a
    character."""

    names: frozenset[str]
    strings: frozenset[str]
    attributes: frozenset[str]

    @classmethod
    def of(cls, module: cst.Module, inside: list[cst.CSTNode]) -> Siblings:
        nodes = list(walk(module))
        targets = [
            name
            for node in nodes
            if isinstance(node, (cst.AssignTarget, cst.For, cst.CompFor, cst.Param))
            for name in walk(node.name if isinstance(node, cst.Param) else node.target)
        ]
        return cls(
            frozenset(name.value for name in targets if isinstance(name, cst.Name)),
            frozenset(
                node.evaluated_value
                for node in inside
                if isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str)
            ),
            frozenset(node.attr.value for node in nodes if of_self(node)),
        )

    def mutate(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Z1 → Z2, "dW1" → "db1", self.W1 → self.W2"""
        if isinstance(node, cst.Name) and node.value in self.names:
            for other in alike(node.value, self.names):
                yield node.with_changes(value=other)
        if isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str):
            for other in alike(node.evaluated_value, self.strings):
                yield expression(repr(other))
        if of_self(node):
            for other in alike(node.attr.value, self.attributes):
                yield node.with_changes(attr=cst.Name(other))


def of_self(node: cst.CSTNode) -> TypeGuard[cst.Attribute]:
    return (
        isinstance(node, cst.Attribute)
        and isinstance(node.value, cst.Name)
        and node.value.value == "self"
    )


def alike(word: str, words: frozenset[str]) -> list[str]:
    """The words of the same length that differ in one character."""
    return [
        other
        for other in sorted(words)
        if len(other) == len(word) and sum(a != b for a, b in zip(word, other, strict=True)) == 1
    ]
