import { parseSync } from 'vite';

/** Attributes that people read or hear. */
const spoken = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'error',
  'hint',
  'label',
  'message',
  'nothingFoundMessage',
  'placeholder',
  'title',
]);

interface Node {
  type: string;
  [key: string]: unknown;
}

/** The words that a component says without the catalogue: text between tags, and text in attributes that people read. */
export function findLiteralText(filename: string, source: string): string[] {
  const found: string[] = [];
  visit(parseSync(filename, source).program, (node) => {
    if (node.type === 'JSXText') found.push(String(node['value']));
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') found.push(...literalChildren(node));
    if (node.type === 'JSXAttribute' && spoken.has(nameOf(node))) found.push(...literalsOf(node['value']));
  });
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
}

/** Text in braces: `{'Save'}`. */
function literalChildren(element: Node): string[] {
  return (element['children'] as Node[]).filter((child) => child.type === 'JSXExpressionContainer').flatMap(literalsOf);
}

function literalsOf(value: unknown): string[] {
  if (!isNode(value)) return [];
  if (value.type === 'JSXExpressionContainer') return literalsOf(value['expression']);
  if (value.type === 'Literal') return typeof value['value'] === 'string' ? [value['value']] : [];
  if (value.type === 'ConditionalExpression')
    return [...literalsOf(value['consequent']), ...literalsOf(value['alternate'])];
  if (value.type === 'LogicalExpression') return literalsOf(value['right']);
  if (value.type !== 'TemplateLiteral') return [];
  return (value['quasis'] as { value: { raw: string } }[]).map((quasi) => quasi.value.raw);
}

function nameOf(attribute: Node): string {
  return String((attribute['name'] as Node)['name']);
}

function visit(value: unknown, onNode: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, onNode);
  else if (isNode(value)) {
    onNode(value);
    for (const child of Object.values(value)) if (typeof child === 'object') visit(child, onNode);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
