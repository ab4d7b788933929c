import type { RunLimits } from '../operator/admission/RunLimits';

/** What an API server's certificate is verified against. */
export interface ServerTrust {
  /** PEM in base64. */
  readonly caData?: string;
  /** Path of a PEM file; read again when it changes. */
  readonly caFile?: string;
  readonly skipTlsVerify?: boolean;
}

/** How to reach one cluster. */
export interface ClusterConfig {
  readonly name: string;
  readonly access:
    | { readonly kind: 'default' }
    | { readonly kind: 'inCluster' }
    | {
        readonly kind: 'kubeconfig';
        readonly file?: string;
        readonly context?: string;
      }
    | ({
        readonly kind: 'url';
        readonly url: string;
        readonly token?: string;
        /** Path of a file with the token; read again when the server refuses the last one. */
        readonly tokenFile?: string;
      } & ServerTrust);
  /** How many runs may go at once in it. Undefined: any number. */
  readonly limits?: RunLimits;
  /** Undefined: all namespaces. */
  readonly namespaces?: readonly string[];
}
