import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const HTTP_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Described<Label extends string> {
  /** Prometheus' conventions: `belfry_…`, the unit as a suffix, `_total` for counters. */
  name: string;
  help: string;
  labels?: readonly Label[];
}

interface GaugeOptions<Label extends string> extends Described<Label> {
  /** Sets it, whenever somebody reads the measures. */
  collect?: (gauge: Gauge<Label>) => void | Promise<void>;
}

/** What one process measures. Modules make their own measures here; labels never hold an id, an address or a name. */
export interface Metrics {
  counter<Label extends string = never>(options: Described<Label>): Counter<Label>;
  gauge<Label extends string = never>(options: GaugeOptions<Label>): Gauge<Label>;
  /** `buckets` are upper bounds in the measure's unit. */
  histogram<Label extends string = never>(options: Described<Label> & { buckets: readonly number[] }): Histogram<Label>;
  /** In the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const common = <Label extends string>({ name, help, labels = [] }: Described<Label>) => ({
    name,
    help,
    labelNames: labels,
    registers: [registry],
  });
  return {
    counter: (options) => new Counter(common(options)),
    gauge: <Label extends string = never>({ collect, ...options }: GaugeOptions<Label>) => {
      const gauge: Gauge<Label> = new Gauge<Label>({
        ...common(options),
        ...(collect ? { collect: () => collect(gauge) } : {}),
      });
      return gauge;
    },
    histogram: (options) => new Histogram({ ...common(options), buckets: [...options.buckets] }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** Measures every request by its route's pattern and serves all measures at /metrics. */
export const metricsRoutes = fp(
  async (app: FastifyInstance, { metrics }: { metrics: Metrics }) => {
    const durations = metrics.histogram({
      name: 'belfry_http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer.',
      labels: ['method', 'route', 'status'],
      buckets: HTTP_SECONDS,
    });
    app.addHook('onResponse', (request, reply, done) => {
      const labels = {
        method: request.method,
        route: request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown'),
        status: `${Math.floor(reply.statusCode / 100)}xx`,
      };
      durations.observe(labels, reply.elapsedTime / 1000);
      done();
    });
    app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  },
  { name: 'belfry-metrics' },
);
