import type { Principal } from '../trace/request.ts';

/** What a proxy knows of a request or connection when it looks at policies. */
export interface Arrival {
  /** Without HTTP, only the connection is seen. */
  readonly http: boolean;
  readonly method: string;
  /** Without the query, as the proxy has normalised it. */
  readonly path: string;
  /** With the port, where the client sends one. */
  readonly host: string;
  header(name: string): string | undefined;
  /** The container port. */
  readonly port: number;
  readonly serverName: string | undefined;
  /** Who the mesh's mTLS says it is; `undefined` for plain text. */
  readonly principal: Principal | undefined;
  /** The address at the other end of the connection; `undefined` where it is not known. */
  readonly peerAddress: string | undefined;
  /** The address of the client, as far as trusted proxies tell it; `undefined` where it is not known. */
  readonly clientAddress: string | undefined;
  /** Claims of a token that was found valid here. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}
