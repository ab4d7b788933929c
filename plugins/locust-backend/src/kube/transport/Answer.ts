import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { KubeApiError, RequestIntent } from '../KubeApiError';
import { asKubeApiError } from './asKubeApiError';

/** What a server has answered, over whatever connection; the body is still to be read. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Throws where the answer breaks off. */
  readonly body: AsyncIterable<Buffer>;
  /** Does away with an unwanted body and leaves the connection usable where it serves others too. Never rejects. */
  discard(): Promise<void>;
}

const LONGEST_ERROR_BODY = 64 * 1024;

/** Reads an answer to its end. Throws `truncated` where it breaks off or is longer than `limit` bytes. */
export async function readBody(
  answer: Answer,
  limit: number,
  intent: RequestIntent,
): Promise<Buffer> {
  const gzipped = answer.headers['content-encoding'] === 'gzip';
  const source: AsyncIterable<Buffer> = gzipped
    ? Readable.from(answer.body).compose(
        createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
      )
    : answer.body;
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > limit) {
        throw new KubeApiError({
          failure: 'truncated',
          intent,
          reason: 'ResponseTooLarge',
          explanation: `it is larger than ${limit} bytes`,
        });
      }
      parts.push(chunk);
    }
  } catch (error) {
    throw asKubeApiError(error, intent, undefined, 'truncated');
  }
  return Buffer.concat(parts, length);
}

/** Decodes an answer. The type is the caller's claim. */
export function parseJson<T>(
  bytes: Buffer,
  status: number,
  intent: RequestIntent,
): T {
  try {
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch {
    // No cause: the parser's message quotes the text.
    throw new KubeApiError({
      failure: 'truncated',
      intent,
      status,
      explanation: `${bytes.length} bytes that are not JSON`,
    });
  }
}

/** Reads an answer of status 300 and above as what it refuses. */
export async function readRefusal(
  answer: Answer,
  intent: RequestIntent,
): Promise<KubeApiError> {
  let status: unknown;
  try {
    status = JSON.parse(
      (await readBody(answer, LONGEST_ERROR_BODY, intent)).toString('utf8'),
    );
  } catch {
    // Gateways answer in HTML or plain text: the status code has to do.
  }
  const retryAfter = Number(answer.headers['retry-after']);
  return KubeApiError.fromStatus(
    intent,
    answer.statusCode,
    status,
    retryAfter > 0 ? retryAfter : undefined,
  );
}
