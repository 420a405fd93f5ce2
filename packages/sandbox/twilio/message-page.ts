import type { MessageRow } from '../store/schema.ts';
import { messageResource } from './message-resource.ts';

interface PageRequest {
  accountSid: string;
  /** The page's own address, path and query. */
  uri: string;
  pageSize: number;
}

/** A list as Twilio pages it: whoever follows `next_page_uri` until it is null has seen all, newest first. */
export function messagePage(rows: readonly MessageRow[], hasMore: boolean, request: PageRequest) {
  const last = rows.at(-1);
  const next = new URL(request.uri, 'http://page');
  const page = Number(next.searchParams.get('Page') ?? 0);
  const start = page * request.pageSize;
  if (last) {
    next.searchParams.set('PageSize', String(request.pageSize));
    next.searchParams.set('Page', String(page + 1));
    next.searchParams.set('PageToken', String(last.id));
  }
  const first = new URL(request.uri, 'http://page');
  first.searchParams.delete('Page');
  first.searchParams.delete('PageToken');
  return {
    messages: rows.map((row) => messageResource(row, request.accountSid)),
    uri: request.uri,
    first_page_uri: `${first.pathname}${first.search}`,
    next_page_uri: hasMore ? `${next.pathname}${next.search}` : null,
    previous_page_uri: null,
    page,
    page_size: request.pageSize,
    start,
    end: start + Math.max(0, rows.length - 1),
  };
}
