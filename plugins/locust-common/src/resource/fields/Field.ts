/** A rule in the Common Expression Language, with what is said where it does not hold. @public */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
}

/** The part of OpenAPI v3 that a structural schema of Kubernetes may hold. @public */
export interface OpenApiSchema {
  readonly description?: string;
  readonly type?:
    | 'object'
    | 'array'
    | 'string'
    | 'integer'
    | 'number'
    | 'boolean';
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema;
  readonly items?: OpenApiSchema;
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/** Something wrong with a value, and where in it. */
export interface Finding {
  /** Appended to the path of the value: `.name`, `[0]`, or nothing. */
  readonly at: string;
  /** What was refused, why, and what would be accepted. */
  readonly message: string;
}

/**
 * A kind of value, told once: from it come the schema in the resource definition, the TypeScript type, what is said
 * about a wrong value, and how a value is read. Nothing here throws, whatever it is given.
 */
export interface Field<T> {
  readonly schema: OpenApiSchema;
  /** What is wrong with a value that is given. */
  check(value: unknown): readonly Finding[];
  /** The value, where it is of the right type; undefined elsewhere. It may still be one that `check` refuses. */
  read(value: unknown): T | undefined;
  /** Whether there is a value at all: null, and what templates leave empty, is none. */
  isGiven(value: unknown): boolean;
  /** What is odd without being wrong. */
  warn?(value: unknown): readonly Finding[];
}

/** The type of the values that a field reads. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

/** null is what YAML gives for a key without a value. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function isPresentAndNotEmpty(value: unknown): boolean {
  return isPresent(value) && value !== '';
}

export function finding(message: string | undefined): readonly Finding[] {
  return message === undefined ? [] : [{ at: '', message }];
}
