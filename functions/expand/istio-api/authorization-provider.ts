import type { Auth } from '../../intent/generated/gateway-intent.ts';
import type { Facts } from '../../intent/model.ts';
import type { Stage } from '../stage.ts';
import type { Scope } from './scope.ts';

type ExternalAuthorization = NonNullable<Auth['extAuthz']>;

/**
 * Name of the extension provider that asks the authorisation service. Istio knows such providers by the mesh's configuration only, so one that the intent
 * describes is a prerequisite: https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 */
export function authorizationProvider(
  written: ExternalAuthorization,
  { intentNamespace, origin }: Scope,
  { clusterDomain }: Facts,
  stage: Stage,
): string {
  if (written.provider !== undefined) return written.provider;
  const kind = written.http === undefined ? 'envoyExtAuthzGrpc' : 'envoyExtAuthzHttp';
  const {
    service,
    namespace = intentNamespace,
    port,
    path,
    requestHeaders,
    responseHeaders,
  } = (written.http ?? written.grpc) as NonNullable<ExternalAuthorization['http']>;
  const name = `${service}.${namespace}.${port}`;
  stage.require({
    reason: `the authorisation service "${service}.${namespace}:${port}" must be known to the mesh`,
    kind: { target: 'meshConfig' },
    patch: {
      extensionProviders: [
        {
          name,
          [kind]: {
            service: `${service}.${namespace}.svc.${clusterDomain}`,
            port,
            ...(written.http === undefined
              ? {}
              : { pathPrefix: path, includeRequestHeadersInCheck: requestHeaders, headersToUpstreamOnAllow: responseHeaders }),
            failOpen: written.failOpen,
          },
        },
      ],
    },
    origin: { item: origin.item, path: [...origin.path, 'auth', 'extAuthz'] },
  });
  return name;
}
