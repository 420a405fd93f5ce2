import { AppError } from '@belfry/kernel/app-error';
import { cellsUnder, type Header, type RowBody, readHeader, readRow } from '../domain/csv-columns.ts';
import type { PersonPatch } from '../domain/person-patch.ts';
import type { Rejection } from '../store/pg-imports.ts';
import type { NewPerson } from './create-people.ts';

export interface FileRow {
  /** Of the file; the first is that of the header. */
  line: number;
  cells: string[];
}

/** By the path of a request, what is wrong with a field. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What a row says of a person, or what is wrong with it. */
export interface ReadRows {
  /** As a request to add them would. */
  asNew(body: unknown): NewPerson | FieldProblem[];
  /** As one to edit them would. */
  asPatch(body: unknown): PersonPatch | FieldProblem[];
}

/** A row that can be read: whom it is about stands nowhere yet. */
export interface ReadRow {
  row: FileRow;
  /** Whom an export has named in it. */
  id: string | null;
  body: RowBody;
  /** Which column a field came from, by its path. */
  columnOf(path: string): string;
}

export function readCells(header: Header, row: FileRow): ReadRow | Rejection {
  const { cells, problem } = cellsUnder(header, row.cells);
  const own = { ...row, cells };
  return problem === undefined ? { row: own, ...readRow(header.columns, cells) } : rejected(own, null, problem);
}

export function rejected({ line, cells }: FileRow, column: string | null, message: string): Rejection {
  return { line, cells, column, message };
}

/** The first says where, and all are told. */
export function unreadableRow({ row, columnOf }: ReadRow, problems: readonly FieldProblem[]): Rejection {
  const messages = problems.map(({ path, message }) => `${columnOf(path)} ${message}`);
  return rejected(row, columnOf(problems[0]?.path ?? ''), messages.join('; '));
}

/** Of a row that could be read, as a refusal of the person it is about. */
export function refusedRow({ row, columnOf }: ReadRow, { issues: [issue], message }: AppError): Rejection {
  return rejected(row, issue ? columnOf(issue.path) : null, issue?.message ?? message);
}

export function requireHeader({ cells }: FileRow): Header {
  const header = readHeader(cells);
  if ('problem' in header) throw unreadable(header.problem);
  return header;
}

/** @param message what the file is or does, in words */
export function unreadable(message: string): AppError {
  return new AppError({ code: 'import.unreadable', kind: 'rule', message: `The file ${message}.` });
}
