import { Logger } from '../Logger';

/** Keeps what is logged, as `level: message`. */
export class RecordingLogger implements Logger {
  readonly lines: string[] = [];

  error(message: string): void {
    this.lines.push(`error: ${message}`);
  }

  warn(message: string): void {
    this.lines.push(`warn: ${message}`);
  }

  info(message: string): void {
    this.lines.push(`info: ${message}`);
  }

  debug(message: string): void {
    this.lines.push(`debug: ${message}`);
  }
}
