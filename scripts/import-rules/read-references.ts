import { type Argument, type Expression, parseSync, type Span, Visitor } from 'oxc-parser';

/** What a file says about the world outside it. Lines count from 1. */
export type Reference =
  | { kind: 'import'; line: number; specifier: string; isTypeOnly: boolean }
  /** A global in use and each longer name that it begins (`process`, `process.env`); `Date()` is `new Date()` too. */
  | { kind: 'name'; line: number; name: string }
  /** What a statement in a string or template reads or writes: `schema.table`. A name put in at run time is not seen. */
  | { kind: 'table'; line: number; table: string };

const tablesOfSql = /\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?([a-z_]+\.[a-z_]\w*)/g;

/**
 * Every module that the file names (import, export from, `import()`, `import('x').T`, require, import.meta.resolve)
 * and every dotted name or called name in it. Scopes are not resolved: a local called `process` counts as the global,
 * which is a reason to call it something else. A name built at run time is not seen.
 *
 * @throws Error if the source does not parse.
 */
export function readReferences(file: string, source: string): Reference[] {
  const { program, errors } = parseSync(file, source);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);

  const references: Reference[] = [];
  const lineOf = ({ start }: Span) => source.slice(0, start).split('\n').length;
  const addImport = (node: Span, specifier: string | null, isTypeOnly: boolean) => {
    if (specifier !== null) references.push({ kind: 'import', line: lineOf(node), specifier, isTypeOnly });
  };
  const addName = (node: Span, name: string | null) => {
    if (name !== null) references.push({ kind: 'name', line: lineOf(node), name });
  };

  const addTables = ({ start, end }: Span) => {
    for (const { 0: found, 1: table, index } of source.slice(start, end).matchAll(tablesOfSql)) {
      if (table !== undefined)
        references.push({ kind: 'table', line: lineOf({ start: start + index + found.length, end }), table });
    }
  };

  new Visitor({
    TemplateElement: addTables,
    Literal: (node) => {
      if (typeof node.value === 'string') addTables(node);
    },
    ImportDeclaration: (node) => {
      const parts = node.specifiers;
      const typesAlone =
        parts.length > 0 && parts.every((x) => x.type === 'ImportSpecifier' && x.importKind === 'type');
      addImport(node, node.source.value, node.importKind === 'type' || typesAlone);
    },
    ExportAllDeclaration: (node) => addImport(node, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => addImport(node, node.source?.value ?? null, node.exportKind === 'type'),
    ImportExpression: (node) => addImport(node, textOf(node.source), false),
    TSImportType: (node) => addImport(node, node.source.value, true),
    CallExpression: (node) => {
      const callee = dottedName(node.callee);
      if (callee === 'require' || callee === 'require.resolve' || callee === 'import.meta.resolve') {
        addImport(node, textOf(node.arguments[0]), false);
      }
      const isBareDate = callee === 'Date' && node.arguments.length === 0;
      if (node.callee.type === 'Identifier') addName(node, isBareDate ? 'Date()' : callee);
      for (const argument of node.arguments) if (argument.type === 'Identifier') addName(argument, argument.name);
    },
    NewExpression: (node) => {
      if (dottedName(node.callee) === 'Date' && node.arguments.length === 0) addName(node, 'Date()');
    },
    MemberExpression: (node) => {
      if (node.object.type === 'Identifier') addName(node, node.object.name);
      addName(node, dottedName(node));
    },
    VariableDeclarator: (node) => {
      if (node.init?.type === 'Identifier') addName(node.init, node.init.name);
    },
  }).visit(program);
  return references.sort((a, b) => a.line - b.line);
}

/** `a.b.c` of a chain of plain names, without a leading `globalThis.`; null for anything else. */
function dottedName(node: Expression): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MetaProperty') return 'import.meta';
  if (node.type !== 'MemberExpression') return null;
  const head = dottedName(node.object);
  const property = node.computed ? textOf(node.property) : node.property.name;
  if (head === null || property === null) return null;
  return `${head}.${property}`.replace(/^globalThis\./, '');
}

function textOf(node: Argument | Expression | undefined): string | null {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}
