import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export interface FoundForm {
  /** Absolute. */
  action: string;
  /** What pressing the button sends. */
  fields: [string, string][];
}

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/**
 * The form of a page that a press of a button posts: of the button that says or is worth `wanted`, else of the first that
 * is to be seen without unfolding anything. Null where there is none. What a person would type stays as the page has it.
 */
export function findForm(html: string, pageUrl: string, wanted: string | null): FoundForm | null {
  const forms = descendants(parse(html).childNodes).filter((element) => element.tagName === 'form');
  const pressable = forms
    .filter((form) => attribute(form, 'method')?.toLowerCase() === 'post')
    .flatMap((form) => {
      const elements = descendants(form.childNodes);
      return elements.filter(isSubmit).map((button) => ({ form, elements, button }));
    });
  const chosen =
    wanted === null
      ? pressable.find(({ button }) => !isFolded(button))
      : pressable.find(({ button }) => matches(button, wanted));
  if (!chosen) return null;
  const { form, elements, button } = chosen;
  const inputs = elements.filter((element) => element.tagName === 'input' && !isSubmit(element) && isSent(element));
  const action = new URL(attribute(button, 'formaction') ?? attribute(form, 'action') ?? '', pageUrl);
  return { action: action.href, fields: [...inputs, button].flatMap(fieldOf) };
}

function isFolded({ parentNode }: Element): boolean {
  if (parentNode === null || !('tagName' in parentNode)) return false;
  const isClosed = parentNode.tagName === 'details' && attribute(parentNode, 'open') === undefined;
  return isClosed || isFolded(parentNode);
}

function isSubmit(element: Element): boolean {
  const type = attribute(element, 'type')?.toLowerCase();
  if (element.tagName === 'button') return type === undefined || type === 'submit';
  return element.tagName === 'input' && type === 'submit';
}

/** A radio button or a box is sent when it is marked. */
function isSent(element: Element): boolean {
  const isMarkable = ['radio', 'checkbox'].includes(attribute(element, 'type')?.toLowerCase() ?? '');
  return !isMarkable || attribute(element, 'checked') !== undefined;
}

function matches(button: Element, wanted: string): boolean {
  const says = [textOf(button), attribute(button, 'value') ?? ''];
  return says.some((text) => text.trim().toLowerCase() === wanted.toLowerCase());
}

function fieldOf(element: Element): [string, string][] {
  const name = attribute(element, 'name');
  return name ? [[name, attribute(element, 'value') ?? '']] : [];
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((known) => known.name === name)?.value;
}

function descendants(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => ('tagName' in node ? [node, ...descendants(node.childNodes)] : []));
}

function textOf(element: Element): string {
  return element.childNodes
    .map((node) => ('value' in node ? node.value : 'tagName' in node ? textOf(node) : ''))
    .join('');
}
