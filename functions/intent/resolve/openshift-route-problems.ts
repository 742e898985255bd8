import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { OpenShiftRoute } from '../generated/gateway-intent.ts';
import type { Attachment, Exposure, Gateway } from '../model.ts';

interface Case {
  readonly route: OpenShiftRoute;
  readonly termination: NonNullable<OpenShiftRoute['termination']>;
  readonly exposure: Exposure;
  readonly attachment: Attachment;
}

interface Check {
  readonly when: (found: Case) => boolean;
  readonly message: (found: Case) => string;
  readonly fix: string;
}

const terminates = ({ attachment: { tls } }: Case): boolean => tls?.mode === 'Terminate';
const quoted = ({ exposure }: Case): string => `"${exposure.hosts[0]}"`;

/** What OpenShift's router and the gateway must agree on: the router's HAProxy configuration and openshift/library-go's pkg/route. */
const checks: readonly Check[] = [
  {
    when: (found) => (found.termination === 'None' || found.termination === 'Edge') && found.attachment.tls !== undefined,
    message: (found) => `\`termination: ${found.termination}\` sends plain HTTP to the gateway, but ${quoted(found)} has TLS there`,
    fix: 'use `Passthrough` or `Reencrypt`, or remove `tls` from the exposure',
  },
  {
    when: (found) => (found.termination === 'Passthrough' || found.termination === 'Reencrypt') && found.attachment.tls === undefined,
    message: (found) => `\`termination: ${found.termination}\` sends TLS to the gateway, but ${quoted(found)} has none there`,
    fix: 'add `tls` to the exposure, or use `None` or `Edge`',
  },
  {
    when: (found) => found.termination === 'Reencrypt' && !terminates(found),
    message: (found) => `\`termination: Reencrypt\` needs TLS that ends at the gateway, but ${quoted(found)} passes it through`,
    fix: 'use `Passthrough`',
  },
  {
    when: (found) => found.termination === 'Reencrypt' && found.attachment.tls?.clientValidation !== undefined,
    message: () => '`termination: Reencrypt` has no client certificates: the router shows none of its clients to the gateway',
    fix: 'use `Passthrough`, or remove `clientValidation`',
  },
  {
    when: (found) => found.termination === 'Reencrypt' && found.route.destinationCACertificate === undefined,
    message: () =>
      '`termination: Reencrypt` needs `destinationCACertificate`: the router refuses certificates that it does not know the CA of',
    fix: "add the PEM bundle that signs the gateway's certificate",
  },
  {
    when: (found) => found.termination === 'Passthrough' && found.route.insecureEdgeTerminationPolicy === 'Allow',
    message: () => '`insecureEdgeTerminationPolicy: Allow` cannot be had with `Passthrough`',
    fix: 'use `Redirect` or `None`',
  },
  {
    when: (found) => found.route.externalCertificate !== undefined && (found.termination === 'None' || found.termination === 'Passthrough'),
    message: (found) => `\`externalCertificate\` is for routers that end TLS; \`termination\` is ${found.termination}`,
    fix: 'use `Edge` or `Reencrypt`, or remove it',
  },
  {
    when: (found) => found.route.destinationCACertificate !== undefined && found.termination !== 'Reencrypt',
    message: (found) => `\`destinationCACertificate\` is for \`Reencrypt\`; \`termination\` is ${found.termination}`,
    fix: 'use `Reencrypt`, or remove it',
  },
  {
    when: ({ termination, attachment }) => termination !== 'None' && attachment.redirect === 'asked' && attachment.tls === undefined,
    message: () => '`httpsRedirect` behind a router that ends TLS redirects forever: the gateway sees plain HTTP each time',
    fix: 'use `insecureEdgeTerminationPolicy: Redirect`, so that the router redirects',
  },
  {
    when: ({ exposure }) => exposure.family === 'tcp',
    message: ({ exposure }) => `OpenShift Routes carry HTTP and TLS with a server name, not ${exposure.protocol}`,
    fix: 'set `service.type: LoadBalancer` and leave `openshiftRoute` out, or use TLS passthrough',
  },
];

/** An exposure that an OpenShift Route leads to must be what the Route's termination sends. */
export function* openshiftRouteProblems(exposure: Exposure, gateway: Gateway): Generator<Diagnostic> {
  const route = exposure.openshiftRoute ?? gateway.spec.openshiftRoute;
  const [attachment] = exposure.attachments;
  if (route === undefined || attachment === undefined) return;
  const termination = route.termination ?? (attachment.tls === undefined ? 'None' : 'Passthrough');
  const own = exposure.openshiftRoute !== undefined;
  const item = own ? exposure.intent.item : gateway.intent.item;
  const path: Path = [...(own ? exposure : gateway).origin.path, 'openshiftRoute'];
  const found = { route, termination, exposure, attachment };
  for (const { when, message, fix } of checks)
    if (when(found)) yield findingAt('GI0306', item, path, { message: `\`${formatPath(path)}\`: ${message(found)}`, fix });
}
