import type { NodemailerError } from 'nodemailer';
import type { SendResult } from '../contract.ts';

interface Ending {
  error: NodemailerError;
  bodyBegan: boolean;
  withdrawn: boolean;
}

/** Errors that nodemailer raises without the server's help and that the same message would raise again. */
const wouldFailAgain = new Set(['EENVELOPE', 'EMESSAGE', 'EAUTH', 'ENOAUTH', 'ECONFIG', 'EREQUIRETLS']);

/** How a message that was not accepted ended: by the server's reply where there is one, else by how far it got. */
export function toSendResult({ error, bodyBegan, withdrawn }: Ending): SendResult {
  const { responseCode } = error;
  if (responseCode !== undefined && responseCode >= 400) {
    const reason = error.response ?? error.message;
    return { status: 'failed', retryable: !error.permanent, code: `smtp.${responseCode}`, reason };
  }
  const why = withdrawn ? 'Sending was withdrawn' : describe(error);
  if (bodyBegan)
    return { status: 'unknown', reason: `${why} after the message had begun to leave for the mail server.` };
  if (!withdrawn && error.code !== undefined && wouldFailAgain.has(error.code)) {
    const code = `smtp.${error.code.slice(1).toLowerCase()}`;
    return { status: 'failed', retryable: false, code, reason: error.message };
  }
  const code = withdrawn ? 'channel.withdrawn' : 'channel.not-reached';
  return { status: 'failed', retryable: true, code, reason: `${why} before the mail server was given the message.` };
}

function describe(error: NodemailerError): string {
  if (error.code === 'EABORT') return 'No reply came in time';
  return `The connection failed (${error.originalCode ?? error.code ?? error.name})`;
}
