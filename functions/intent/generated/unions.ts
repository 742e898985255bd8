// Made by npm run generate from gateway-intent.schema.yaml.

/** A rule between the fields of one object. */
export interface Union {
  readonly fields: readonly string[];
  readonly holds: (self: Record<string, unknown>) => boolean;
  readonly message: string;
}

/** The rules of each shape, by its title in the schema. */
export const unions: Readonly<Record<string, readonly Union[]>> = {
  GatewayDeclaration: [
    { fields: ["deployment","management"], holds: (self) => !(self.deployment !== undefined) || !(self.management !== undefined) || self.management === "Full", message: "`deployment` needs `management: Full`: the pods of other gateways belong to somebody else" },
    { fields: ["service","management"], holds: (self) => !(self.service !== undefined) || !(self.management !== undefined) || self.management === "Full", message: "`service` needs `management: Full`" },
    { fields: ["workload","management"], holds: (self) => !(self.workload !== undefined) || ((self.management !== undefined) && self.management === "Config"), message: "`workload` needs `management: Config`" },
    { fields: ["hopTLS","type"], holds: (self) => !(self.hopTLS !== undefined) || ((self.type !== undefined) && self.type === "Egress"), message: "`hopTLS` needs `type: Egress`" },
    { fields: ["configPlacement","type"], holds: (self) => !(self.configPlacement !== undefined) || ((self.type !== undefined) && self.type === "Egress"), message: "`configPlacement` needs `type: Egress`" },
    { fields: ["type","tls","listeners"], holds: (self) => !(self.type !== undefined) || self.type !== "Egress" || !((self.tls !== undefined) || (self.listeners !== undefined)), message: "`tls` and `listeners` are for clients: what a gateway of `type: Egress` listens on follows from the outside hosts" },
    { fields: ["type","defaults","openshiftRoute"], holds: (self) => !(self.type !== undefined) || self.type === "Ingress" || !((self.defaults !== undefined) || (self.openshiftRoute !== undefined)), message: "`defaults` and `openshiftRoute` need `type: Ingress`" },
  ],
  Replicas: [
    { fields: ["min","max"], holds: (self) => !(self.min !== undefined) || !(self.max !== undefined) || (self.min as number) <= (self.max as number), message: "`max` must be at least `min`" },
  ],
  DisruptionBudget: [
    { fields: ["minAvailable","maxUnavailable","policy"], holds: (self) => [(self.minAvailable !== undefined), (self.maxUnavailable !== undefined), (self.policy !== undefined)].filter(Boolean).length === 1, message: "exactly one of `minAvailable`, `maxUnavailable`, `policy` must be set" },
  ],
  TLS: [
    { fields: ["secretName","files"], holds: (self) => [(self.secretName !== undefined), (self.files !== undefined)].filter(Boolean).length <= 1, message: "at most one of `secretName`, `files` may be set" },
    { fields: ["issuerRef","secretName"], holds: (self) => !(self.issuerRef !== undefined) || (self.secretName !== undefined), message: "`issuerRef` needs `secretName`: the name of the Secret that cert-manager fills" },
    { fields: ["additionalSecretNames","secretName"], holds: (self) => !(self.additionalSecretNames !== undefined) || (self.secretName !== undefined), message: "`additionalSecretNames` needs `secretName`" },
    { fields: ["mode","secretName","files","clientValidation","minVersion","maxVersion","cipherSuites","httpsRedirect"], holds: (self) => !(self.mode !== undefined) || self.mode !== "None" || !((self.secretName !== undefined) || (self.files !== undefined) || (self.clientValidation !== undefined) || (self.minVersion !== undefined) || (self.maxVersion !== undefined) || (self.cipherSuites !== undefined) || (self.httpsRedirect !== undefined)), message: "`mode: None` takes no other fields: nothing is encrypted" },
    { fields: ["mode","secretName","files","clientValidation","minVersion","maxVersion","cipherSuites"], holds: (self) => !(self.mode !== undefined) || (self.mode !== "Passthrough" && self.mode !== "AutoPassthrough") || !((self.secretName !== undefined) || (self.files !== undefined) || (self.clientValidation !== undefined) || (self.minVersion !== undefined) || (self.maxVersion !== undefined) || (self.cipherSuites !== undefined)), message: "with `mode: Passthrough` or `AutoPassthrough` TLS is the business of the backend: certificates, versions, cipher suites and the validation of clients are its own" },
    { fields: ["mode","secretName","files","clientValidation"], holds: (self) => !(self.mode !== undefined) || self.mode !== "Mesh" || !((self.secretName !== undefined) || (self.files !== undefined) || (self.clientValidation !== undefined)), message: "with `mode: Mesh` the mesh has the certificates, and demands those of clients: `secretName`, `files` and `clientValidation` have no place" },
  ],
  Auth: [
    { fields: ["enforceAt","selector"], holds: (self) => !(self.enforceAt !== undefined) || self.enforceAt !== "Workload" || (self.selector !== undefined), message: "`enforceAt: Workload` needs `selector`: the labels of the workload that enforces" },
    { fields: ["selector","enforceAt"], holds: (self) => !(self.selector !== undefined) || ((self.enforceAt !== undefined) && self.enforceAt === "Workload"), message: "`selector` needs `enforceAt: Workload`" },
  ],
  JWTRule: [
    { fields: ["jwks","jwksUri"], holds: (self) => !((self.jwks !== undefined) && (self.jwksUri !== undefined)), message: "at most one of `jwks`, `jwksUri` may be set" },
  ],
  AccessHeader: [
    { fields: ["values","notValues"], holds: (self) => [(self.values !== undefined), (self.notValues !== undefined)].filter(Boolean).length === 1, message: "exactly one of `values`, `notValues` must be set" },
  ],
  ExternalAuthorization: [
    { fields: ["provider","http","grpc"], holds: (self) => [(self.provider !== undefined), (self.http !== undefined), (self.grpc !== undefined)].filter(Boolean).length === 1, message: "exactly one of `provider`, `http`, `grpc` must be set" },
    { fields: ["provider","failOpen"], holds: (self) => !((self.provider !== undefined) && (self.failOpen !== undefined)), message: "`failOpen` is for `http` and `grpc`: a `provider` of the mesh says it in the mesh's configuration" },
  ],
  Exposure: [
    { fields: ["to","backends","routes","delegate"], holds: (self) => [(self.to !== undefined), (self.backends !== undefined), (self.routes !== undefined), (self.delegate !== undefined)].filter(Boolean).length === 1, message: "exactly one of `to`, `backends`, `routes`, `delegate` must be set" },
    { fields: ["paths","to","backends"], holds: (self) => !(self.paths !== undefined) || (self.to !== undefined) || (self.backends !== undefined), message: "`paths` needs `to` or `backends`; inside `routes`, use `match`" },
    { fields: ["listeners","gateway","port","protocol","tls"], holds: (self) => !(self.listeners !== undefined) || !((self.gateway !== undefined) || (self.port !== undefined) || (self.protocol !== undefined) || (self.tls !== undefined)), message: "`listeners` stands instead of `gateway`, `port`, `protocol` and `tls`" },
    { fields: ["meshHosts","hosts","gateway","port","tls","listeners","openshiftRoute","rateLimit"], holds: (self) => !(self.meshHosts !== undefined) || (self.hosts !== undefined) || !((self.gateway !== undefined) || (self.port !== undefined) || (self.tls !== undefined) || (self.listeners !== undefined) || (self.openshiftRoute !== undefined) || (self.rateLimit !== undefined)), message: "`gateway`, `port`, `tls`, `listeners`, `openshiftRoute` and `rateLimit` need `hosts`: `meshHosts` alone are served by sidecars" },
    { fields: ["delegate","backendPolicy","weightsOwner"], holds: (self) => !(self.delegate !== undefined) || !((self.backendPolicy !== undefined) || (self.weightsOwner !== undefined)), message: "`backendPolicy` and `weightsOwner` need backends: with `delegate`, another VirtualService has them" },
  ],
  Backend: [
    { fields: ["service","host"], holds: (self) => [(self.service !== undefined), (self.host !== undefined)].filter(Boolean).length === 1, message: "exactly one of `service`, `host` must be set" },
    { fields: ["host","port"], holds: (self) => !(self.host !== undefined) || (self.port !== undefined), message: "`host` needs `port`" },
    { fields: ["namespace","labels","subset","service"], holds: (self) => !((self.namespace !== undefined) || (self.labels !== undefined) || (self.subset !== undefined)) || (self.service !== undefined), message: "`namespace`, `labels` and `subset` need `service`" },
  ],
  Route: [
    { fields: ["to","backends","redirect","respond"], holds: (self) => [(self.to !== undefined), (self.backends !== undefined), (self.redirect !== undefined), (self.respond !== undefined)].filter(Boolean).length === 1, message: "exactly one of `to`, `backends`, `redirect`, `respond` must be set" },
    { fields: ["rewrite","to","backends"], holds: (self) => !(self.rewrite !== undefined) || (self.to !== undefined) || (self.backends !== undefined), message: "`rewrite` needs `to` or `backends`" },
    { fields: ["mirror","to","backends"], holds: (self) => !(self.mirror !== undefined) || (self.to !== undefined) || (self.backends !== undefined), message: "`mirror` needs `to` or `backends`" },
    { fields: ["fault","to","backends"], holds: (self) => !(self.fault !== undefined) || (self.to !== undefined) || (self.backends !== undefined), message: "`fault` needs `to` or `backends`" },
  ],
  PathMatch: [
    { fields: ["exact","prefix","regex"], holds: (self) => [(self.exact !== undefined), (self.prefix !== undefined), (self.regex !== undefined)].filter(Boolean).length === 1, message: "exactly one of `exact`, `prefix`, `regex` must be set" },
  ],
  ValueMatch: [
    { fields: ["exact","prefix","regex","present"], holds: (self) => [(self.exact !== undefined), (self.prefix !== undefined), (self.regex !== undefined), (self.present !== undefined)].filter(Boolean).length === 1, message: "exactly one of `exact`, `prefix`, `regex`, `present` must be set" },
  ],
  Redirect: [
    { fields: ["path","prefix"], holds: (self) => !((self.path !== undefined) && (self.prefix !== undefined)), message: "at most one of `path`, `prefix` may be set" },
  ],
  Rewrite: [
    { fields: ["path","prefix","regex"], holds: (self) => [(self.path !== undefined), (self.prefix !== undefined), (self.regex !== undefined)].filter(Boolean).length <= 1, message: "at most one of `path`, `prefix`, `regex` may be set" },
  ],
  OriginMatch: [
    { fields: ["exact","prefix","regex"], holds: (self) => [(self.exact !== undefined), (self.prefix !== undefined), (self.regex !== undefined)].filter(Boolean).length === 1, message: "exactly one of `exact`, `prefix`, `regex` must be set" },
  ],
  BackendTLS: [
    { fields: ["ca","validation"], holds: (self) => !(self.ca !== undefined) || !(self.validation !== undefined) || self.validation === "CA", message: "`ca` is for `validation: CA`" },
    { fields: ["validation","ca"], holds: (self) => !(self.validation !== undefined) || self.validation !== "CA" || (self.ca !== undefined), message: "`validation: CA` needs `ca`" },
    { fields: ["mode","clientSecretName"], holds: (self) => self.mode !== "Mutual" || (self.clientSecretName !== undefined), message: "`mode: Mutual` needs `clientSecretName`" },
    { fields: ["mode","sni","hostname","validation","ca","subjectAltNames"], holds: (self) => (self.mode === "Simple" || self.mode === "Mutual") || !((self.sni !== undefined) || (self.hostname !== undefined) || (self.validation !== undefined) || (self.ca !== undefined) || (self.subjectAltNames !== undefined)), message: "`mode: Disable` and `mode: Mesh` take no other fields" },
    { fields: ["mode","clientSecretName"], holds: (self) => self.mode === "Mutual" || !(self.clientSecretName !== undefined), message: "`clientSecretName` needs `mode: Mutual`" },
    { fields: ["validation","subjectAltNames"], holds: (self) => !(self.validation !== undefined) || self.validation !== "None" || !(self.subjectAltNames !== undefined), message: "`validation: None` looks at no names: `subjectAltNames` has no place" },
  ],
  LoadBalancer: [
    { fields: ["policy","consistentHash"], holds: (self) => !((self.policy !== undefined) && (self.consistentHash !== undefined)), message: "at most one of `policy`, `consistentHash` may be set" },
  ],
  ConsistentHash: [
    { fields: ["header","cookie","sourceIP"], holds: (self) => [(self.header !== undefined), (self.cookie !== undefined), (self.sourceIP !== undefined)].filter(Boolean).length === 1, message: "exactly one of `header`, `cookie`, `sourceIP` must be set" },
  ],
  EgressEntry: [
    { fields: ["url","hosts"], holds: (self) => [(self.url !== undefined), (self.hosts !== undefined)].filter(Boolean).length === 1, message: "exactly one of `url`, `hosts` must be set" },
    { fields: ["hosts","ports"], holds: (self) => (self.hosts !== undefined) === (self.ports !== undefined), message: "`hosts` and `ports` must be set together" },
    { fields: ["gateway","via"], holds: (self) => !((self.gateway !== undefined) && (self.via !== undefined) && self.via === "Sidecar"), message: "`gateway` needs `via: Gateway`" },
  ],
  TLSOrigination: [
    { fields: ["mode","clientSecretName"], holds: (self) => self.mode !== "Mutual" || (self.clientSecretName !== undefined), message: "`mode: Mutual` needs `clientSecretName`" },
    { fields: ["mode","clientSecretName"], holds: (self) => self.mode === "Mutual" || !(self.clientSecretName !== undefined), message: "`clientSecretName` needs `mode: Mutual`" },
    { fields: ["ca","validation"], holds: (self) => !(self.ca !== undefined) || !(self.validation !== undefined) || self.validation === "CA", message: "`ca` is for `validation: CA`" },
    { fields: ["validation","ca"], holds: (self) => !(self.validation !== undefined) || self.validation !== "CA" || (self.ca !== undefined), message: "`validation: CA` needs `ca`" },
  ],
  PeerAuthenticationIntent: [
    { fields: ["namespaces","scope"], holds: (self) => [(self.namespaces !== undefined), (self.scope !== undefined)].filter(Boolean).length === 1, message: "exactly one of `namespaces`, `scope` must be set" },
  ],
  Patch: [
    { fields: ["patch","operations"], holds: (self) => [(self.patch !== undefined), (self.operations !== undefined)].filter(Boolean).length === 1, message: "exactly one of `patch`, `operations` must be set" },
  ],
  Expectation: [
    { fields: ["to","redirect","status","unreachable"], holds: (self) => [(self.to !== undefined), (self.redirect !== undefined), (self.status !== undefined), (self.unreachable !== undefined)].filter(Boolean).length === 1, message: "exactly one of `to`, `redirect`, `status`, `unreachable` must be set" },
  ],
};

/** Where each shape is, from the root of an intent; `[]` is every entry of a list. */
export const unionPlaces: Readonly<Record<string, readonly (readonly string[])[]>> = {
  GatewayDeclaration: [["spec","gateways","[]"]],
  Replicas: [["spec","gateways","[]","deployment","replicas"]],
  DisruptionBudget: [["spec","gateways","[]","deployment","disruptionBudget"]],
  TLS: [["spec","gateways","[]","listeners","[]","tls"], ["spec","gateways","[]","tls"], ["spec","expose","[]","tls"], ["spec","expose","[]","listeners","[]","tls"]],
  Auth: [["spec","gateways","[]","auth"], ["spec","expose","[]","auth"]],
  JWTRule: [["spec","gateways","[]","auth","jwt","[]"], ["spec","expose","[]","auth","jwt","[]"]],
  AccessHeader: [["spec","gateways","[]","auth","rules","[]","headers","[]"], ["spec","expose","[]","auth","rules","[]","headers","[]"]],
  ExternalAuthorization: [["spec","gateways","[]","auth","extAuthz"], ["spec","expose","[]","auth","extAuthz"]],
  Exposure: [["spec","expose","[]"]],
  Backend: [["spec","expose","[]","backends","[]"], ["spec","expose","[]","routes","[]","backends","[]"]],
  Route: [["spec","expose","[]","routes","[]"]],
  PathMatch: [["spec","expose","[]","routes","[]","match","[]","path"]],
  ValueMatch: [["spec","expose","[]","routes","[]","match","[]","headers","[]"], ["spec","expose","[]","routes","[]","match","[]","queryParams","[]"], ["spec","expose","[]","routes","[]","match","[]","cookies","[]"], ["spec","expose","[]","routes","[]","match","[]","withoutHeaders","[]"]],
  Redirect: [["spec","expose","[]","routes","[]","redirect"]],
  Rewrite: [["spec","expose","[]","routes","[]","rewrite"]],
  OriginMatch: [["spec","expose","[]","routes","[]","cors","allowOrigins","[]"], ["spec","expose","[]","cors","allowOrigins","[]"]],
  BackendTLS: [["spec","expose","[]","backendPolicy","tls"], ["spec","egress","[]","backendPolicy","tls"]],
  LoadBalancer: [["spec","expose","[]","backendPolicy","loadBalancer"], ["spec","egress","[]","backendPolicy","loadBalancer"]],
  ConsistentHash: [["spec","expose","[]","backendPolicy","loadBalancer","consistentHash"], ["spec","egress","[]","backendPolicy","loadBalancer","consistentHash"]],
  EgressEntry: [["spec","egress","[]"]],
  TLSOrigination: [["spec","egress","[]","tlsOrigination"]],
  PeerAuthenticationIntent: [["spec","policies","peerAuthentication","[]"]],
  Patch: [["spec","patches","[]"]],
  Expectation: [["spec","checks","[]","expect"]],
};
