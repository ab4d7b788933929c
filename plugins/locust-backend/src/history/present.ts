/** The fields of a model as the database has them: null where the model has none. */
export type Nullable<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? T[K] | null : T[K];
};

/** Leaves out what is null or undefined, so that a field that is absent is absent in JSON as well. */
export function present<T extends object>(fields: Nullable<T>): T {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  ) as T;
}
