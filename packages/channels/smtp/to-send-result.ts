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
    const failed = { status: 'failed' as const, code: `smtp.${responseCode}`, reason };
    return isOutOfOrder(responseCode, reason)
      ? { ...failed, retryable: true, isOutage: true }
      : { ...failed, retryable: !error.permanent };
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

/** 421: it closes; 4.3.x of RFC 3463: its system is not able. Other 4yz are about a mailbox, or about what we send it. */
function isOutOfOrder(responseCode: number, response: string): boolean {
  return responseCode === 421 || /^4\d\d[ -]4\.3\.\d/.test(response);
}

function describe(error: NodemailerError): string {
  if (error.code === 'EABORT') return 'No reply came in time';
  return `The connection failed (${error.originalCode ?? error.code ?? error.name})`;
}
