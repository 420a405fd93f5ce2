import { parser } from '@prometheus-io/lezer-promql';

/** What a PromQL expression asks of whoever is scraped. */
export interface Promql {
  selectors: Selector[];
  /** Labels by which something is grouped or joined, each with the selectors below it. */
  groupings: { label: string; selectors: Selector[] }[];
}

export interface Selector {
  metric: string;
  matchers: { label: string; operator: string; value: string }[];
}

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** @throws where Prometheus' own grammar does not know it */
export function readPromql(expression: string): Promql {
  // Grafana puts a duration there before Prometheus sees it.
  const text = expression.replaceAll('$__rate_interval', '5m').trim();
  const textOf = (node: SyntaxNode | null) => (node ? text.slice(node.from, node.to) : '');
  const tree = parser.parse(text);
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`Not PromQL from ${JSON.stringify(text.slice(node.from))} on: ${text}`);
    },
  });

  const selectorsBelow = (node: SyntaxNode) =>
    nodesOf(node, 'VectorSelector').map(
      (selector): Selector => ({
        metric: textOf(selector.getChild('Identifier')),
        matchers: nodesOf(selector, 'UnquotedLabelMatcher').map((matcher) => ({
          label: textOf(matcher.getChild('LabelName')),
          operator: textOf(matcher.getChild('MatchOp')),
          value: JSON.parse(textOf(matcher.getChild('StringLiteral'))),
        })),
      }),
    );
  const groupings = nodesOf(tree.topNode, 'GroupingLabels').flatMap((labels) => {
    // By or without, on, ignoring and group_left stand in a clause of the expression that they belong to.
    const whole = labels.parent?.parent ?? tree.topNode;
    return nodesOf(labels, 'LabelName').map((name) => ({ label: textOf(name), selectors: selectorsBelow(whole) }));
  });
  return { selectors: selectorsBelow(tree.topNode), groupings };
}

function nodesOf(top: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  top.cursor().iterate((node) => {
    if (node.name === name) found.push(node.node);
  });
  return found;
}
