import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Gateway, Server } from '../model.ts';
import { httpProtocols } from './tls.ts';

/** What is wrong with the TLS of a server, wherever it is said. */
export function* tlsProblems({ servers }: Gateway): Generator<Diagnostic> {
  for (const server of servers) {
    yield* hiddenProtocol(server);
    yield* versionProblem(server);
    yield* certificateProblem(server);
  }
}

/** Who passes TLS on sees no requests in it. */
function* hiddenProtocol({ protocol, tls, origins }: Server): Generator<Diagnostic> {
  const [origin] = origins;
  if (tls?.mode !== 'Passthrough' || !httpProtocols.has(protocol) || origin === undefined) return;
  yield findingAt('GI0302', origin.item, origin.path, {
    message: `\`${formatPath(origin.path)}\` serves ${protocol} on connections that are passed through, where the gateway sees no requests`,
    fix: 'use `protocol: TLS`, or let TLS end at the gateway: `tls: {mode: Terminate}`',
  });
}

/** The oldest version is 1.2 unless somebody says otherwise. */
function* versionProblem({ tls, origins }: Server): Generator<Diagnostic> {
  const [origin] = origins;
  const { minVersion, maxVersion } = tls ?? {};
  if (minVersion === undefined || maxVersion === undefined || minVersion <= maxVersion || origin === undefined) return;
  yield findingAt('GI0308', origin.item, origin.path, {
    message: `TLS of \`${formatPath(origin.path)}\` ends with version ${maxVersion} (\`maxVersion\`) before it begins with ${minVersion} (\`minVersion\`)`,
    fix: `use \`minVersion: "${maxVersion}"\`, or a newer \`maxVersion\``,
  });
}

/** What clients are shown, and what those that show a certificate are verified with. */
function* certificateProblem({ tls, origins }: Server): Generator<Diagnostic> {
  const [origin] = origins;
  if (tls?.mode !== 'Terminate' || origin === undefined) return;
  const path = formatPath(origin.path);
  if (tls.secretName === undefined && tls.files === undefined)
    yield findingAt('GI0309', origin.item, [...origin.path, 'tls'], {
      message: `TLS of \`${path}\` ends at the gateway, but neither it nor the gateway names a certificate`,
      fix: 'add `secretName` with the Secret of the certificate, or use `mode: Passthrough`',
    });
  else if (tls.files !== undefined && tls.files.caCertificates === undefined && tls.clientValidation !== undefined)
    yield findingAt('GI0304', origin.item, [...origin.path, 'tls', 'files'], {
      message: `TLS of \`${path}\` asks clients for certificates, but \`files.caCertificates\` does not say what these are verified with`,
      fix: 'add `caCertificates:` to `files`, with the path of the CA in the pods',
    });
}
