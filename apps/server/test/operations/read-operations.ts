import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Where an operator looks: one expression of an alert or of a panel. */
export interface Expression {
  /** For whoever has to put it right. */
  where: string;
  text: string;
  /** Labels that its text for people takes from the result. */
  shown: string[];
}

export const root = join(import.meta.dirname, '../../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Alerts {
  groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
}
interface Dashboard {
  panels: { title: string; targets?: { expr: string; legendFormat: string }[] }[];
}
interface Scrapes {
  scrape_configs: {
    job_name: string;
    dns_sd_configs?: { names: string[] }[];
    relabel_configs?: { target_label: string }[];
  }[];
}

export function readAlerts(text = read('deploy/prometheus/alerts.yml')): Expression[] {
  const { groups } = parse(text) as Alerts;
  return groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr, annotations }) => ({
      where: `the alert ${alert}`,
      text: expr,
      shown: [
        ...Object.values(annotations)
          .join()
          .matchAll(/\$labels\.(\w+)/g),
      ].map(([, label]) => label!),
    })),
  );
}

export function readPanels(text = read('deploy/grafana/dashboards/belfry.json')): Expression[] {
  const { panels } = JSON.parse(text) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      where: `the panel ${title}`,
      text: expr,
      shown: [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label]) => label!),
    })),
  );
}

/** What Prometheus adds to every sample, the jobs there are, and the services that it finds by name. */
export function readScrapes(): { jobs: string[]; labels: string[]; services: string[] } {
  const { scrape_configs: scrapes } = parse(read('deploy/prometheus/prometheus.yml')) as Scrapes;
  const relabelled = scrapes.flatMap(({ relabel_configs: relabels = [] }) => relabels.map((one) => one.target_label));
  const discovered = scrapes.flatMap(({ dns_sd_configs: configs = [] }) => configs.flatMap(({ names }) => names));
  return {
    jobs: scrapes.map(({ job_name: job }) => job),
    labels: ['job', 'instance', ...relabelled],
    services: discovered,
  };
}
