import { AppError } from '@belfry/kernel/app-error';
import { z } from 'zod';

/**
 * What keeps personal data and secrets out of the log: fields are dropped by their name at any depth, errors give no
 * more than their own kind allows, and the finished line is searched for what looks like an address, a number, a token
 * or a URL's path. A name in a message of our own making is beyond it: such messages must hold none.
 */
const privateField =
  /(name|address|phone|e-?mail|token|secret|password|passphrase|cookie|authorization|signature|url|href|link|body|text|title|subject|payload|headers|birthdate)$|^(to|from|key|apikey|attemptkey|query|params|values|detail)$/i;

const MAX_DEPTH = 6;
const MAX_TEXT_LENGTH = 1000;
const MAX_STACK_FRAMES = 12;
const REDACTED = '[redacted]';

export function redactFields(fields: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, privateField.test(key) ? REDACTED : redactValue(value, depth)]),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT_LENGTH ? `${value.slice(0, MAX_TEXT_LENGTH)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[nested too deep]';
  if (value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  // A Temporal value, a Date or a URL: whatever it says of itself is text.
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactValue(value.toJSON(), depth + 1);
  return redactFields(value, depth + 1);
}

/** The stack's frames without its first line, which is the message. */
function describeError(error: Error, depth = 0): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.constructor.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    message: safeMessage(error),
    ...(error instanceof AppError ? { details: redactFields(error.details, depth + 1) } : {}),
    ...constraintOf(error),
    stack: frames.slice(0, MAX_STACK_FRAMES).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth + 1) }),
  };
}

/**
 * Drizzle's message holds the query's parameters, PostgreSQL's class 22 and many libraries' quote the value they
 * stumbled over; elsewhere PostgreSQL quotes names of tables and constraints, which are wanted.
 */
function safeMessage(error: Error): string {
  if (error instanceof AppError) return error.message;
  if ('query' in error && 'params' in error) return 'a query failed';
  if (error instanceof z.core.$ZodError) {
    return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', ');
  }
  const isNamingTables = 'severity' in error && 'code' in error && !`${error.code}`.startsWith('22');
  return isNamingTables ? error.message : error.message.replace(/"[^"]*"|`[^`]*`/g, '"…"');
}

function constraintOf(error: Error): Record<string, unknown> {
  return 'constraint' in error && typeof error.constraint === 'string' ? { constraint: error.constraint } : {};
}

const emailAddress = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;
const phoneNumber = /(?:\+|%2B)\d(?:[\s().-]?\d){6,14}(?!\d)/gi;
const credentials = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const url = /\b(https?|wss?|postgres(?:ql)?|smtps?|rediss?|amqps?):\/\/(?:[^\s"'\\/@]*@)?([^\s"'\\/?#]*)[^\s"'\\]*/gi;
const opaque = /[A-Za-z0-9_-]{32,}/g;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Works on a finished line of JSON and leaves it one: no pattern reaches over a quote or a backslash. */
export function redactLine(line: string): string {
  return line
    .replace(url, '$1://$2/…')
    .replace(emailAddress, REDACTED)
    .replace(phoneNumber, REDACTED)
    .replace(credentials, `$1 ${REDACTED}`)
    .replace(opaque, (found) => (uuid.test(found) || !/\d/.test(found) ? found : REDACTED));
}
