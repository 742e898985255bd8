import type { ProviderName } from '../../intent/model.ts';

/** What a reader wants to know about a provider before its limits. */
export interface ProviderNote {
  readonly provider: ProviderName;
  readonly summary: string;
  readonly notes: readonly string[];
}

export const providerNotes: readonly ProviderNote[] = [
  {
    provider: 'istio',
    summary: "Istio's own API, with pods by gateway injection: upstream Istio, OpenShift Service Mesh 3, Alauda.",
    notes: [
      'Objects: ServiceAccount, Role, RoleBinding, Deployment, Service, HorizontalPodAutoscaler, PodDisruptionBudget, Gateway, VirtualService, DestinationRule, ServiceEntry, AuthorizationPolicy, RequestAuthentication, Telemetry, EnvoyFilter (rate limits), Route.',
      'Secrets are read from the namespace of the pods.',
      '`client.http3` needs `PILOT_ENABLE_QUIC_LISTENERS` in istiod, which is returned as a prerequisite.',
      'Preflight requests of origins that `cors` does not name are answered by the gateway; before Istio 1.23, and so with `mesh-gateway`, they reach the backend.',
    ],
  },
  {
    provider: 'mesh-gateway',
    summary:
      'An operator runs the pods: `istio.banzaicloud.io` MeshGateway, or `servicemesh.cisco.com` IstioMeshGateway with `mesh.controlPlane`.',
    notes: [
      'Objects: MeshGateway or IstioMeshGateway, PodDisruptionBudget where the kind has no field for it; everything else is that of provider `istio`.',
      'Ports below 1024 are served on 8000 above inside the pods, because the operators forbid them; `deployment.portMode: Privileged` runs the pods as root instead.',
      'The identity of the pods is `<name>-service-account`. API versions are those of Istio before 1.22 unless `mesh.version` says otherwise.',
      "`policies.outboundTrafficPolicy` changes the operator's own Istio or IstioControlPlane resource where it is in the package.",
    ],
  },
  {
    provider: 'istio-gateway-api',
    summary: "The Gateway API with Istio's class: istiod runs the pods that a Gateway asks for.",
    notes: [
      "Objects: Gateway, a ConfigMap with what is laid over the objects that istiod makes, HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, ReferenceGrant. DestinationRules, ServiceEntries, EnvoyFilters and policies, which name the Gateway by `targetRefs`, stay Istio's own.",
      'The Service is named after the gateway and its class: `public-istio`. Secrets are read from the namespace of the gateway.',
      '`management: Config` names the Service of pods that exist, as an address of the Gateway.',
      'Gateways of type Egress and EastWest, and routes inside the mesh, are those of provider `istio`.',
      'Needs the Gateway API 1.5 for TLSRoutes, 1.6 for TCPRoutes.',
      '`client.http3` needs `PILOT_ENABLE_QUIC_LISTENERS` in istiod, which then offers HTTP/3 at every gateway of the class.',
    ],
  },
  {
    provider: 'envoy-gateway',
    summary: 'Envoy Gateway runs the proxies; checked against 1.9.',
    notes: [
      'Objects: EnvoyProxy, Gateway, HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute, HTTPRouteFilter, Backend, BackendTLSPolicy, ClientTrafficPolicy, BackendTrafficPolicy, SecurityPolicy, ReferenceGrant, GatewayClass.',
      'The Service is `<namespace>-<name>` in the namespace of the controller, `mesh.envoyGateway.namespace`. Secrets are read from the namespace of the gateway.',
      'No time limit and two attempts more where the connection failed, as with every provider, are written out: its own defaults are 15 s and none.',
      'Routes are sorted by the controller. Where that would differ from the order that the intent means, `preserveRouteOrder` is set in the EnvoyProxy; on a gateway of another package it is an error.',
      '`management: Config` makes no EnvoyProxy: the parameters belong to somebody else.',
      '`mesh.envoyGateway.sidecars: Enabled`: the proxies are part of the mesh. Backends are then asked for by their own name (`rewrite: {host: Auto}`), because their sidecar knows no other.',
      'A client certificate towards a backend, a backend that is not verified, a CA in another namespace than the Service, and outside backends need a Backend, which must be enabled: `extensionApis.enableBackend`.',
    ],
  },
  {
    provider: 'gateway-api',
    summary: 'Any conformant class of the Gateway API, named by `class.name`: standard objects, and nothing for whoever runs the pods.',
    notes: [
      'Objects: Gateway, HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute, BackendTLSPolicy, ReferenceGrant.',
      "Time limits and retries that nobody writes are the class's own. A CA is read from the namespace of the Service, a client certificate towards backends from that of the gateway, one for all backends.",
    ],
  },
];
