import { parse } from 'yaml';

/** `.expected/requests.yaml`: requests, and the answers that the case promises. */
export interface RequestFile {
  readonly requests: readonly ExpectedRequest[];
  /** Settings of the mesh (MeshConfig) while these requests are sent. */
  readonly meshConfig?: unknown;
  /** Environment of istiod. */
  readonly istiod?: Readonly<Record<string, string>>;
  /** Servers outside with a behaviour of their own (tools/mesh/scenario.go); every other name answers too, in plaintext and TLS. */
  readonly outside?: readonly unknown[];
  /** Secrets with certificates of certain names; those that no file has and nobody describes here are made all the same. */
  readonly secrets?: readonly unknown[];
}

export interface ExpectedRequest {
  /** `METHOD URL`; without a method GET. Schemes: http, https, grpc, grpcs (HTTP/2), tcp, tls, mysql (the server speaks first). */
  readonly send: string;
  /** `namespace/name` of the gateway that is entered from outside; only when the URL's port does not tell. */
  readonly gateway?: string;
  /** Speak HTTP/2 where the scheme does not say so. */
  readonly protocol?: 'http2';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Source address of the connection. */
  readonly clientIP?: string;
  /** A certificate of the CA that the Secrets hold, of another one, or none (default). */
  readonly clientCertificate?: 'trusted' | 'untrusted' | 'none';
  /** Name in the TLS handshake where it is not the URL's host; `none` sends none. */
  readonly sni?: string;
  /** Claims of a bearer token, signed by the key that every jwksUri outside serves. */
  readonly jwt?: Readonly<Record<string, unknown>>;
  /** The pod that sends the request; absent: from outside. */
  readonly from?: Caller;
  readonly expect: Expectation;
}

export interface Caller {
  readonly namespace: string;
  /** Name of the Deployment; one is made when no file has it. */
  readonly workload?: string;
  readonly serviceAccount?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Without a sidecar, as a pod outside of the mesh; only for a Deployment that is made. */
  readonly sidecar?: boolean;
}

/** What must be so. Only what is written is compared. */
export interface Expectation {
  readonly status?: number;
  /** Who answers: `service.namespace:port`, or `host:port` of a server outside. */
  readonly to?: string;
  /** Share of the answers in percent, by the names of `to`. */
  readonly weights?: Readonly<Record<string, number>>;
  /** As the backend sees them: method, path with query, host, headers (null: absent, `/…/`: a regular expression). */
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  /** TLS as the backend itself sees it; `none`: plaintext. Behind a sidecar it is always none. */
  readonly tls?: 'none' | { readonly sni?: string; readonly clientCertificate?: string };
  /** SPIFFE identity (without `spiffe://`) of the caller as a proxy on the way saw it; `none`: no proxy saw one. */
  readonly identity?: string;
  /** As the client sees them. */
  readonly location?: string;
  readonly responseHeaders?: Readonly<Record<string, string | null>>;
  readonly body?: string;
  /** A name in the certificate that the client was shown. */
  readonly certificate?: string;
  /** Gateways on the way, `namespace/name`; `none`: no gateway. */
  readonly via?: string | readonly string[];
  /** Servers that get a copy. */
  readonly mirrors?: string | readonly string[];
  /** How often servers were asked: the first time, and when a proxy tried again. */
  readonly attempts?: number;
  /** No backend and no server outside answers: the connection fails, or a proxy answers with an error of its own. */
  readonly unreachable?: boolean;
  /** No answer: the kind of failure, or a part of its text. `any` is any failure. */
  readonly error?: 'any' | 'refused' | 'reset' | 'tls' | 'timeout' | 'unresolved' | (string & {});
}

const fileKeys = ['requests', 'meshConfig', 'istiod', 'outside', 'secrets'];
const requestKeys = ['send', 'gateway', 'protocol', 'headers', 'body', 'clientIP', 'clientCertificate', 'sni', 'jwt', 'from', 'expect'];
const callerKeys = ['namespace', 'workload', 'serviceAccount', 'labels', 'sidecar'];
const expectationKeys =
  'status to weights method path host headers tls identity location responseHeaders body certificate via mirrors attempts unreachable error'.split(
    ' ',
  );

/** Reads the file. A misspelt field is an error, because it would promise nothing. */
export function parseRequestFile(text: string): RequestFile {
  const file = (parse(text) ?? {}) as RequestFile;
  refuseUnknown('the file', file, fileKeys);
  if (!Array.isArray(file.requests)) throw new Error('`requests` must be a list');
  for (const [index, request] of file.requests.entries()) {
    const place = `requests[${index}]`;
    refuseUnknown(place, request, requestKeys);
    refuseUnknown(`${place}.from`, request.from ?? {}, callerKeys);
    refuseUnknown(`${place}.expect`, request.expect, expectationKeys);
    if (Object.keys(request.expect).length === 0) throw new Error(`\`${place}.expect\` must promise something`);
    parseSend(request.send);
  }
  return file;
}

function refuseUnknown(place: string, value: unknown, known: readonly string[]): void {
  if (value === null || typeof value !== 'object') throw new Error(`\`${place}\` must be an object`);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new Error(`\`${place}\` has no field "${key}"; fields are ${known.join(', ')}`);
  }
}

export interface Target {
  readonly method: string;
  readonly scheme: Scheme;
  readonly host: string;
  readonly port: number;
  /** With the query. */
  readonly path: string;
}

export type Scheme = 'http' | 'https' | 'grpc' | 'grpcs' | 'tcp' | 'tls' | 'mysql';
const defaultPorts: Readonly<Record<Scheme, number | undefined>> = {
  http: 80,
  https: 443,
  grpc: 80,
  grpcs: 443,
  tls: 443,
  mysql: 3306,
  tcp: undefined,
};

/** `GET https://shop.example.com/cart?x=1` → its parts. */
export function parseSend(send: string): Target {
  const match = /^(?:([A-Z]+) )?([a-z]+):\/\/([^/:?]+)(?::(\d+))?([/?]\S*)?$/.exec(send ?? '');
  const [, method = 'GET', scheme = '', host = '', port, path = '/'] = match ?? [];
  if (!match || !(scheme in defaultPorts))
    throw new Error(`"${send}" must be METHOD URL with one of ${Object.keys(defaultPorts).join(', ')}`);
  const number = Number(port ?? defaultPorts[scheme as Scheme]);
  if (!number) throw new Error(`"${send}" must name a port`);
  return { method, scheme: scheme as Scheme, host, port: number, path: path.startsWith('?') ? `/${path}` : path };
}
