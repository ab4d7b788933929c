/** The four methods this runtime logs with; Backstage's `LoggerService` is one. */
export interface Logger {
  error(message: string, meta?: Readonly<Record<string, string>>): void;
  warn(message: string, meta?: Readonly<Record<string, string>>): void;
  info(message: string, meta?: Readonly<Record<string, string>>): void;
  debug(message: string, meta?: Readonly<Record<string, string>>): void;
}
