import {
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  destination,
  type Logger as PinoLogger,
  pino,
  stdTimeFunctions,
} from 'pino';
import { redactFields, redactLine } from './log-redaction.ts';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** pino's names, from `trace` to `silent`. */
  level: string;
  /** Where the lines go; stderr when absent. */
  destination?: DestinationStream;
}

/**
 * JSON lines on stderr: stdout belongs to what `npm start` and the commands say to people. No line holds personal data
 * or a secret (log-redaction.ts).
 */
export function createLogger({ level, destination: stream = stderr() }: LoggerOptions): Logger {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // pino's own would take a whole request with its URL; an error has been described by `formatters.log` already.
      serializers: { req: dropped, res: dropped, err: unchanged },
      hooks: {
        // pino takes an error that comes first for the message as well, where nothing can be known of what it holds.
        logMethod(given, method) {
          const [first, ...rest] = given as unknown[];
          if (first instanceof Error)
            method.call(this, { err: first }, typeof rest[0] === 'string' ? rest[0] : 'error');
          else method.apply(this, given);
        },
        streamWrite: redactLine,
      },
    },
    stream,
  );
  redactChildren(logger);
  return logger;
}

/** pino formats the bindings of the first logger alone. Children inherit from their parent, and so inherit this. */
function redactChildren(logger: Logger): void {
  const makeChild: (bindings: Bindings, options?: ChildLoggerOptions) => Logger = logger.child;
  Object.assign(logger, {
    child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions): Logger {
      return makeChild.call(this, redactFields(bindings), options);
    },
  });
}

/** Synchronous: in order and complete whatever ends the process, for a few microseconds a line. */
function stderr(): DestinationStream {
  return destination({ dest: 2, sync: true });
}

function dropped(): undefined {
  return undefined;
}

function unchanged(value: unknown): unknown {
  return value;
}
