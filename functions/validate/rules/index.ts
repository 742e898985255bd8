import type { Rule } from '../rule.ts';
import { applicationUid } from './analyzers/application-uid.ts';
import { authorizationHostUnknown } from './analyzers/authorization-host-unknown.ts';
import { authorizationMethod } from './analyzers/authorization-method.ts';
import { deprecatedAnnotation } from './analyzers/deprecated-annotation.ts';
import { deprecatedProvider } from './analyzers/deprecated-provider.ts';
import { deprecatedSetting } from './analyzers/deprecated-setting.ts';
import { exportToUnknownNamespace } from './analyzers/export-to-unknown-namespace.ts';
import { externalNamePort } from './analyzers/external-name-port.ts';
import { identityWithoutMtls } from './analyzers/identity-without-mtls.ts';
import { ineffectivePatch } from './analyzers/ineffective-patch.ts';
import { injectorOverlap } from './analyzers/injector-overlap.ts';
import { internalGatewayReference } from './analyzers/internal-gateway-reference.ts';
import { invalidAnnotation } from './analyzers/invalid-annotation.ts';
import { jwksFetch } from './analyzers/jwks-fetch.ts';
import { misplacedAnnotation } from './analyzers/misplaced-annotation.ts';
import { mutualTlsToDisabled } from './analyzers/mutual-tls-to-disabled.ts';
import { namespaceNotInjected } from './analyzers/namespace-not-injected.ts';
import { negativeCondition } from './analyzers/negative-condition.ts';
import { oldGatewayApi } from './analyzers/old-gateway-api.ts';
import { portNameConvention } from './analyzers/port-name-convention.ts';
import { portOfTwoTransports } from './analyzers/port-of-two-transports.ts';
import { principalUnknown } from './analyzers/principal-unknown.ts';
import { relativePatch } from './analyzers/relative-patch.ts';
import { repeatedDestination } from './analyzers/repeated-destination.ts';
import { rootSidecarWithSelector } from './analyzers/root-sidecar-with-selector.ts';
import { selectorWithoutWorkload } from './analyzers/selector-without-workload.ts';
import { severalInjectionLabels } from './analyzers/several-injection-labels.ts';
import { severalPeerAuthentications } from './analyzers/several-peer-authentications.ts';
import { severalSidecars } from './analyzers/several-sidecars.ts';
import { severalTelemetries } from './analyzers/several-telemetries.ts';
import { sidecarInAmbient } from './analyzers/sidecar-in-ambient.ts';
import { strictWithoutClient } from './analyzers/strict-without-client.ts';
import { subsetWithoutLabels } from './analyzers/subset-without-labels.ts';
import { targetPortOfTwoPorts } from './analyzers/target-port-of-two-ports.ts';
import { telemetryProvider } from './analyzers/telemetry-provider.ts';
import { unknownAnnotation } from './analyzers/unknown-annotation.ts';
import { unknownSourceNamespace } from './analyzers/unknown-source-namespace.ts';
import { webhookAddress } from './analyzers/webhook-address.ts';
import { brokenConstraint } from './any/broken-constraint.ts';
import { deprecatedField } from './any/deprecated-field.ts';
import { deprecatedVersion } from './any/deprecated-version.ts';
import { dryRunAnnotation } from './any/dry-run-annotation.ts';
import { duplicateEntry } from './any/duplicate-entry.ts';
import { duration } from './any/duration.ts';
import { experimentalOnly } from './any/experimental-only.ts';
import { exportTo } from './any/export-to.ts';
import { fieldsExcludeEachOther } from './any/fields-exclude-each-other.ts';
import { ignoreWithoutReason } from './any/ignore-without-reason.ts';
import { malformedValue } from './any/malformed-value.ts';
import { missingField } from './any/missing-field.ts';
import { newerThanInstalled } from './any/newer-than-installed.ts';
import { numberOutOfRange } from './any/number-out-of-range.ts';
import { portNumber } from './any/port-number.ts';
import { regularExpression } from './any/regular-expression.ts';
import { reservedAnnotation } from './any/reserved-annotation.ts';
import { selectorLabel } from './any/selector-label.ts';
import { selectorOrTarget } from './any/selector-or-target.ts';
import { selectorWithoutLabels } from './any/selector-without-labels.ts';
import { sizeOutOfRange } from './any/size-out-of-range.ts';
import { targetReference } from './any/target-reference.ts';
import { unknownField } from './any/unknown-field.ts';
import { unknownKind } from './any/unknown-kind.ts';
import { unknownValue } from './any/unknown-value.ts';
import { unknownVersion } from './any/unknown-version.ts';
import { wrongType } from './any/wrong-type.ts';
import { autoscaler } from './core/autoscaler.ts';
import { container } from './core/container.ts';
import { disruptionBudget } from './core/disruption-budget.ts';
import { ingress } from './core/ingress.ts';
import { labelExpression } from './core/label-expression.ts';
import { metadataKey } from './core/metadata-key.ts';
import { networkPolicy } from './core/network-policy.ts';
import { objectName } from './core/object-name.ts';
import { podReference } from './core/pod-reference.ts';
import { probe } from './core/probe.ts';
import { resources } from './core/resources.ts';
import { role } from './core/role.ts';
import { rollout } from './core/rollout.ts';
import { scalingBehavior } from './core/scaling-behavior.ts';
import { secretData } from './core/secret-data.ts';
import { serviceAddress } from './core/service-address.ts';
import { servicePort } from './core/service-port.ts';
import { serviceTypeFields } from './core/service-type-fields.ts';
import { tlsSecret } from './core/tls-secret.ts';
import { volume } from './core/volume.ts';
import { workloadSelector } from './core/workload-selector.ts';
import { anyPublicAuthority } from './destination-rule/any-public-authority.ts';
import { clientTls } from './destination-rule/client-tls.ts';
import { clientTlsMode } from './destination-rule/client-tls-mode.ts';
import { connectionPool } from './destination-rule/connection-pool.ts';
import { consistentHash } from './destination-rule/consistent-hash.ts';
import { credentialOfSidecar } from './destination-rule/credential-of-sidecar.ts';
import { destinationRuleHost } from './destination-rule/destination-rule-host.ts';
import { doubleTls } from './destination-rule/double-tls.ts';
import { emptyTrafficPolicy } from './destination-rule/empty-traffic-policy.ts';
import { failoverWithoutOutlierDetection } from './destination-rule/failover-without-outlier-detection.ts';
import { generalRuleReplaced } from './destination-rule/general-rule-replaced.ts';
import { hopWithoutTls } from './destination-rule/hop-without-tls.ts';
import { locality } from './destination-rule/locality.ts';
import { outlierDetection } from './destination-rule/outlier-detection.ts';
import { plainTextToStrict } from './destination-rule/plain-text-to-strict.ts';
import { portLevelReplaces } from './destination-rule/port-level-replaces.ts';
import { ruleHostUnknown } from './destination-rule/rule-host-unknown.ts';
import { ruleOutOfSight } from './destination-rule/rule-out-of-sight.ts';
import { rulesOfOneHost } from './destination-rule/rules-of-one-host.ts';
import { selectorWithoutCallers } from './destination-rule/selector-without-callers.ts';
import { serverNameOfHop } from './destination-rule/server-name-of-hop.ts';
import { subset } from './destination-rule/subset.ts';
import { subsetPolicyUnused } from './destination-rule/subset-policy-unused.ts';
import { subsetWithoutPods } from './destination-rule/subset-without-pods.ts';
import { tunnel } from './destination-rule/tunnel.ts';
import { warmup } from './destination-rule/warmup.ts';
import { blockedDestination } from './egress/blocked-destination.ts';
import { conflictingServiceEntries } from './egress/conflicting-service-entries.ts';
import { egressLoop } from './egress/egress-loop.ts';
import { egressNotEnforced } from './egress/egress-not-enforced.ts';
import { egressPortNotServed } from './egress/egress-port-not-served.ts';
import { egressWithoutMesh } from './egress/egress-without-mesh.ts';
import { everyConnectionToPort } from './egress/every-connection-to-port.ts';
import { externalNameDestination } from './egress/external-name-destination.ts';
import { hiddenFromGateway } from './egress/hidden-from-gateway.ts';
import { importedHostUnknown } from './egress/imported-host-unknown.ts';
import { listenersWithPortsOnly } from './egress/listeners-with-ports-only.ts';
import { noEndpoints } from './egress/no-endpoints.ts';
import { originalDestinationAtGateway } from './egress/original-destination-at-gateway.ts';
import { outboundPolicyWithoutMode } from './egress/outbound-policy-without-mode.ts';
import { overridesClusterHost } from './egress/overrides-cluster-host.ts';
import { plainHttpOnTlsPort } from './egress/plain-http-on-tls-port.ts';
import { rulesNotImported } from './egress/rules-not-imported.ts';
import { sidecarForGateway } from './egress/sidecar-for-gateway.ts';
import { targetPortOfOriginalDestination } from './egress/target-port-of-original-destination.ts';
import { tlsRuleNotSeen } from './egress/tls-rule-not-seen.ts';
import { wildcardAtGateway } from './egress/wildcard-at-gateway.ts';
import { accessLogFilter } from './extensions/access-log-filter.ts';
import { deprecatedFilterName } from './extensions/deprecated-filter-name.ts';
import { envoyFilterInternals } from './extensions/envoy-filter-internals.ts';
import { envoyFilterMatch } from './extensions/envoy-filter-match.ts';
import { envoyFilterPatch } from './extensions/envoy-filter-patch.ts';
import { envoyFilterType } from './extensions/envoy-filter-type.ts';
import { logVariable } from './extensions/log-variable.ts';
import { metricTag } from './extensions/metric-tag.ts';
import { providerUnknown } from './extensions/provider-unknown.ts';
import { severalTracings } from './extensions/several-tracings.ts';
import { traceTagName } from './extensions/trace-tag-name.ts';
import { wasmUrl } from './extensions/wasm-url.ts';
import { certificateMissing } from './gateway/certificate-missing.ts';
import { certificateRevocationList } from './gateway/certificate-revocation-list.ts';
import { certificateSources } from './gateway/certificate-sources.ts';
import { cipherSuites } from './gateway/cipher-suites.ts';
import { gatewayName } from './gateway/gateway-name.ts';
import { gatewayWithoutServers } from './gateway/gateway-without-servers.ts';
import { httpsRedirectProtocol } from './gateway/https-redirect-protocol.ts';
import { istioMutualCertificates } from './gateway/istio-mutual-certificates.ts';
import { oldTlsVersion } from './gateway/old-tls-version.ts';
import { passthroughCertificates } from './gateway/passthrough-certificates.ts';
import { serverBind } from './gateway/server-bind.ts';
import { serverHost } from './gateway/server-host.ts';
import { serverPortName } from './gateway/server-port-name.ts';
import { serverPortNumber } from './gateway/server-port-number.ts';
import { serverProtocol } from './gateway/server-protocol.ts';
import { serverTargetPort } from './gateway/server-target-port.ts';
import { serverTlsMissing } from './gateway/server-tls-missing.ts';
import { serverTlsOnPlainPort } from './gateway/server-tls-on-plain-port.ts';
import { serverWithoutHosts } from './gateway/server-without-hosts.ts';
import { addressOfTwoGateways } from './gateway-api/address-of-two-gateways.ts';
import { addressTypeUnsupported } from './gateway-api/address-type-unsupported.ts';
import { addressWithoutPort } from './gateway-api/address-without-port.ts';
import { authorityUnusable } from './gateway-api/authority-unusable.ts';
import { backendKindUnsupported } from './gateway-api/backend-kind-unsupported.ts';
import { backendTlsValidation } from './gateway-api/backend-tls-validation.ts';
import { backendUnknown } from './gateway-api/backend-unknown.ts';
import { capturedProxy } from './gateway-api/captured-proxy.ts';
import { clientValidationUnverified } from './gateway-api/client-validation-unverified.ts';
import { corsWildcard } from './gateway-api/cors-wildcard.ts';
import { envoyGatewayConstraint } from './gateway-api/envoy-gateway-constraint.ts';
import { envoyGatewayTarget } from './gateway-api/envoy-gateway-target.ts';
import { externalAuthProtocol } from './gateway-api/external-auth-protocol.ts';
import { filterFields } from './gateway-api/filter-fields.ts';
import { filterRepeated } from './gateway-api/filter-repeated.ts';
import { filterVariable } from './gateway-api/filter-variable.ts';
import { gatewayAddress } from './gateway-api/gateway-address.ts';
import { gatewayAddressService } from './gateway-api/gateway-address-service.ts';
import { gatewayApiConstraint } from './gateway-api/gateway-api-constraint.ts';
import { gatewayClassUnknown } from './gateway-api/gateway-class-unknown.ts';
import { gatewayNameLength } from './gateway-api/gateway-name-length.ts';
import { gatewayParameters } from './gateway-api/gateway-parameters.ts';
import { grantNamespaceUnknown } from './gateway-api/grant-namespace-unknown.ts';
import { grpcMethodMatch } from './gateway-api/grpc-method-match.ts';
import { httpsListenerWithoutTls } from './gateway-api/https-listener-without-tls.ts';
import { infrastructureKey } from './gateway-api/infrastructure-key.ts';
import { listenerCertificate } from './gateway-api/listener-certificate.ts';
import { listenerCertificateUnusable } from './gateway-api/listener-certificate-unusable.ts';
import { listenerConflict } from './gateway-api/listener-conflict.ts';
import { listenerProtocolFields } from './gateway-api/listener-protocol-fields.ts';
import { listenerProtocolUnsupported } from './gateway-api/listener-protocol-unsupported.ts';
import { listenerRouteKinds } from './gateway-api/listener-route-kinds.ts';
import { listenerSetNotTaken } from './gateway-api/listener-set-not-taken.ts';
import { listenerUnique } from './gateway-api/listener-unique.ts';
import { mirrorShare } from './gateway-api/mirror-share.ts';
import { namedObjectUnknown } from './gateway-api/named-object-unknown.ts';
import { parentSection } from './gateway-api/parent-section.ts';
import { parentUnknown } from './gateway-api/parent-unknown.ts';
import { pathMatchValue } from './gateway-api/path-match-value.ts';
import { pathModifier } from './gateway-api/path-modifier.ts';
import { policySectionUnknown } from './gateway-api/policy-section-unknown.ts';
import { policyTargetTwice } from './gateway-api/policy-target-twice.ts';
import { policyTargetUnknown } from './gateway-api/policy-target-unknown.ts';
import { prefixReplacement } from './gateway-api/prefix-replacement.ts';
import { redirectWithBackends } from './gateway-api/redirect-with-backends.ts';
import { referenceNotGranted } from './gateway-api/reference-not-granted.ts';
import { referenceUnique } from './gateway-api/reference-unique.ts';
import { routeExpression } from './gateway-api/route-expression.ts';
import { routeHostnameNotServed } from './gateway-api/route-hostname-not-served.ts';
import { routeKindNotTaken } from './gateway-api/route-kind-not-taken.ts';
import { routeNamespaceNotTaken } from './gateway-api/route-namespace-not-taken.ts';
import { routeTimeouts } from './gateway-api/route-timeouts.ts';
import { ruleNameUnique } from './gateway-api/rule-name-unique.ts';
import { sameMatchTwice } from './gateway-api/same-match-twice.ts';
import { servicePortMissing } from './gateway-api/service-port-missing.ts';
import { sessionPersistence } from './gateway-api/session-persistence.ts';
import { shiftedPort } from './gateway-api/shifted-port.ts';
import { tlsRouteHostname } from './gateway-api/tls-route-hostname.ts';
import { tooManyMatches } from './gateway-api/too-many-matches.ts';
import { unsupportedByEnvoyGateway } from './gateway-api/unsupported-by-envoy-gateway.ts';
import { autoPassthroughRoutes } from './listeners/auto-passthrough-routes.ts';
import { balancerWithoutServerName } from './listeners/balancer-without-server-name.ts';
import { duplicateServerName } from './listeners/duplicate-server-name.ts';
import { duplicateTlsHost } from './listeners/duplicate-tls-host.ts';
import { emptySelector } from './listeners/empty-selector.ts';
import { everyHost } from './listeners/every-host.ts';
import { ingressHost } from './listeners/ingress-host.ts';
import { istioMutualFromOutside } from './listeners/istio-mutual-from-outside.ts';
import { managedGatewayPods } from './listeners/managed-gateway-pods.ts';
import { plainBesideTls } from './listeners/plain-beside-tls.ts';
import { protocolsOnOnePort } from './listeners/protocols-on-one-port.ts';
import { reservedPort } from './listeners/reserved-port.ts';
import { sameServerName } from './listeners/same-server-name.ts';
import { selectorBeyondNamespace } from './listeners/selector-beyond-namespace.ts';
import { selectorWithoutMatch } from './listeners/selector-without-match.ts';
import { serverBindAddress } from './listeners/server-bind-address.ts';
import { serverNamePassedThrough } from './listeners/server-name-passed-through.ts';
import { serverWithoutRoutes } from './listeners/server-without-routes.ts';
import { tcpPortTaken } from './listeners/tcp-port-taken.ts';
import { udpServer } from './listeners/udp-server.ts';
import { plainToTlsServer } from './openshift-route/plain-to-tls-server.ts';
import { reencryptWithoutAuthority } from './openshift-route/reencrypt-without-authority.ts';
import { reencryptWithoutServerName } from './openshift-route/reencrypt-without-server-name.ts';
import { routeHostNotServed } from './openshift-route/route-host-not-served.ts';
import { routePortUnknown } from './openshift-route/route-port-unknown.ts';
import { routeServiceElsewhere } from './openshift-route/route-service-elsewhere.ts';
import { sharedRouteCertificate } from './openshift-route/shared-route-certificate.ts';
import { tlsToPlainServer } from './openshift-route/tls-to-plain-server.ts';
import { wildcardRoute } from './openshift-route/wildcard-route.ts';
import { namedTargetPort } from './ports/named-target-port.ts';
import { portNotExposed } from './ports/port-not-exposed.ts';
import { portsMeet } from './ports/ports-meet.ts';
import { privilegedPort } from './ports/privileged-port.ts';
import { quicPort } from './ports/quic-port.ts';
import { targetPortsDiffer } from './ports/target-ports-differ.ts';
import { unprivilegedPort } from './ports/unprivileged-port.ts';
import { routeHeaderActions } from './route/route-header-actions.ts';
import { routeHost } from './route/route-host.ts';
import { routePathPassthrough } from './route/route-path-passthrough.ts';
import { routeSubdomainIgnored } from './route/route-subdomain-ignored.ts';
import { routeTargetPort } from './route/route-target-port.ts';
import { routeTlsFields } from './route/route-tls-fields.ts';
import { authorizationAction } from './security/authorization-action.ts';
import { authorizationAddress } from './security/authorization-address.ts';
import { authorizationPort } from './security/authorization-port.ts';
import { clientIdentity } from './security/client-identity.ts';
import { conditionKey } from './security/condition-key.ts';
import { customActionFields } from './security/custom-action-fields.ts';
import { denyWithoutPort } from './security/deny-without-port.ts';
import { emptyAuthorizationRule } from './security/empty-authorization-rule.ts';
import { emptyAuthorizationValue } from './security/empty-authorization-value.ts';
import { jsonWebKeys } from './security/json-web-keys.ts';
import { jwksUri } from './security/jwks-uri.ts';
import { jwtIssuer } from './security/jwt-issuer.ts';
import { pathTemplate } from './security/path-template.ts';
import { portLevelMtls } from './security/port-level-mtls.ts';
import { dynamicDns } from './service-entry/dynamic-dns.ts';
import { endpointAddress } from './service-entry/endpoint-address.ts';
import { endpointPorts } from './service-entry/endpoint-ports.ts';
import { endpointsOfResolution } from './service-entry/endpoints-of-resolution.ts';
import { serviceEntryAddress } from './service-entry/service-entry-address.ts';
import { serviceEntryHost } from './service-entry/service-entry-host.ts';
import { serviceEntryPort } from './service-entry/service-entry-port.ts';
import { severalHostsOnTcp } from './service-entry/several-hosts-on-tcp.ts';
import { tcpWithoutAddress } from './service-entry/tcp-without-address.ts';
import { workloadGroup } from './service-entry/workload-group.ts';
import { defaultEndpoint } from './sidecar/default-endpoint.ts';
import { egressHost } from './sidecar/egress-host.ts';
import { egressListener } from './sidecar/egress-listener.ts';
import { emptySidecar } from './sidecar/empty-sidecar.ts';
import { httpPoolOnOtherPort } from './sidecar/http-pool-on-other-port.ts';
import { ingressListener } from './sidecar/ingress-listener.ts';
import { ingressTls } from './sidecar/ingress-tls.ts';
import { outboundTrafficPolicy } from './sidecar/outbound-traffic-policy.ts';
import { repeatedEgressHost } from './sidecar/repeated-egress-host.ts';
import { certificatePath } from './tls/certificate-path.ts';
import { clientAuthority } from './tls/client-authority.ts';
import { clientAuthorityName } from './tls/client-authority-name.ts';
import { clientDemandsUnread } from './tls/client-demands-unread.ts';
import { connectionRoutes } from './tls/connection-routes.ts';
import { credentialContent } from './tls/credential-content.ts';
import { credentialName } from './tls/credential-name.ts';
import { passthroughRoutes } from './tls/passthrough-routes.ts';
import { plainToTlsPort } from './tls/plain-to-tls-port.ts';
import { redirectLoopOfEdge } from './tls/redirect-loop-of-edge.ts';
import { redirectToNowhere } from './tls/redirect-to-nowhere.ts';
import { repeatedServerName } from './tls/repeated-server-name.ts';
import { secretElsewhere } from './tls/secret-elsewhere.ts';
import { secretPermission } from './tls/secret-permission.ts';
import { serverNameOutside } from './tls/server-name-outside.ts';
import { sharedCertificateOfServers } from './tls/shared-certificate-of-servers.ts';
import { terminatedRoutes } from './tls/terminated-routes.ts';
import { terminationMode } from './tls/termination-mode.ts';
import { anyHostOfGateway } from './virtual-service/any-host-of-gateway.ts';
import { authoritySetTwice } from './virtual-service/authority-set-twice.ts';
import { claimRouteOnMesh } from './virtual-service/claim-route-on-mesh.ts';
import { claimsWithoutTokens } from './virtual-service/claims-without-tokens.ts';
import { corsForEveryone } from './virtual-service/cors-for-everyone.ts';
import { corsPolicy } from './virtual-service/cors-policy.ts';
import { delegateFields } from './virtual-service/delegate-fields.ts';
import { delegationLost } from './virtual-service/delegation-lost.ts';
import { destination } from './virtual-service/destination.ts';
import { destinationHostUnknown } from './virtual-service/destination-host-unknown.ts';
import { destinationPortNeeded } from './virtual-service/destination-port-needed.ts';
import { destinationPortUnknown } from './virtual-service/destination-port-unknown.ts';
import { destinationSubnet } from './virtual-service/destination-subnet.ts';
import { destinationWeight } from './virtual-service/destination-weight.ts';
import { directResponse } from './virtual-service/direct-response.ts';
import { emptyTextMatch } from './virtual-service/empty-text-match.ts';
import { fault } from './virtual-service/fault.ts';
import { faultWithoutRetries } from './virtual-service/fault-without-retries.ts';
import { gatewayNotFound } from './virtual-service/gateway-not-found.ts';
import { gatewayReference } from './virtual-service/gateway-reference.ts';
import { headerChangeName } from './virtual-service/header-change-name.ts';
import { headerChangeValue } from './virtual-service/header-change-value.ts';
import { headerMatchName } from './virtual-service/header-match-name.ts';
import { headerVariable } from './virtual-service/header-variable.ts';
import { hostsOutsideGateway } from './virtual-service/hosts-outside-gateway.ts';
import { httpRulesOnOpaquePort } from './virtual-service/http-rules-on-opaque-port.ts';
import { ineffectiveMatch } from './virtual-service/ineffective-match.ts';
import { layer4Route } from './virtual-service/layer-4-route.ts';
import { legacyGatewayReference } from './virtual-service/legacy-gateway-reference.ts';
import { literalWildcard } from './virtual-service/literal-wildcard.ts';
import { matchGatewayUnlisted } from './virtual-service/match-gateway-unlisted.ts';
import { matchPortUnserved } from './virtual-service/match-port-unserved.ts';
import { meshHostTwice } from './virtual-service/mesh-host-twice.ts';
import { meshHostUnknown } from './virtual-service/mesh-host-unknown.ts';
import { meshWildcardHost } from './virtual-service/mesh-wildcard-host.ts';
import { meshWithNamespace } from './virtual-service/mesh-with-namespace.ts';
import { notExportedToGateway } from './virtual-service/not-exported-to-gateway.ts';
import { otherRevision } from './virtual-service/other-revision.ts';
import { overlappingHosts } from './virtual-service/overlapping-hosts.ts';
import { overlappingRoutes } from './virtual-service/overlapping-routes.ts';
import { percentage } from './virtual-service/percentage.ts';
import { prefixAndSlash } from './virtual-service/prefix-and-slash.ts';
import { protocolOfBackend } from './virtual-service/protocol-of-backend.ts';
import { redirect } from './virtual-service/redirect.ts';
import { redirectCode } from './virtual-service/redirect-code.ts';
import { redirectLoop } from './virtual-service/redirect-loop.ts';
import { regexOfPart } from './virtual-service/regex-of-part.ts';
import { retries } from './virtual-service/retries.ts';
import { rewrite } from './virtual-service/rewrite.ts';
import { rewriteWithoutPrefix } from './virtual-service/rewrite-without-prefix.ts';
import { routeAction } from './virtual-service/route-action.ts';
import { routeHidden } from './virtual-service/route-hidden.ts';
import { serviceNotExported } from './virtual-service/service-not-exported.ts';
import { sniHost } from './virtual-service/sni-host.ts';
import { sourceMatch } from './virtual-service/source-match.ts';
import { sourceMatchIgnored } from './virtual-service/source-match-ignored.ts';
import { subsetNotForIngress } from './virtual-service/subset-not-for-ingress.ts';
import { subsetUnknown } from './virtual-service/subset-unknown.ts';
import { unreachableRoute } from './virtual-service/unreachable-route.ts';
import { upperCaseHost } from './virtual-service/upper-case-host.ts';
import { virtualServiceHost } from './virtual-service/virtual-service-host.ts';
import { virtualServiceWithoutRoutes } from './virtual-service/virtual-service-without-routes.ts';
import { weightIgnored } from './virtual-service/weight-ignored.ts';
import { autoscalerAndReplicas } from './workloads/autoscaler-and-replicas.ts';
import { autoscalerTarget } from './workloads/autoscaler-target.ts';
import { autoscalerWithoutRequests } from './workloads/autoscaler-without-requests.ts';
import { blockingDisruptionBudget } from './workloads/blocking-disruption-budget.ts';
import { clientAddressLost } from './workloads/client-address-lost.ts';
import { disruptionBudgetWithoutPods } from './workloads/disruption-budget-without-pods.ts';
import { forwardedAddressUntrusted } from './workloads/forwarded-address-untrusted.ts';
import { gatewayInAmbient } from './workloads/gateway-in-ambient.ts';
import { gatewayTemplate } from './workloads/gateway-template.ts';
import { imageAutoWithoutInjection } from './workloads/image-auto-without-injection.ts';
import { mixedPods } from './workloads/mixed-pods.ts';
import { policySelectorOnGatewayApi } from './workloads/policy-selector-on-gateway-api.ts';
import { portLevelMtlsPort } from './workloads/port-level-mtls-port.ts';
import { revisionOfNamespace } from './workloads/revision-of-namespace.ts';
import { serviceWithoutPods } from './workloads/service-without-pods.ts';
import { severalDisruptionBudgets } from './workloads/several-disruption-budgets.ts';
import { shortGracePeriod } from './workloads/short-grace-period.ts';
import { tokensNotRead } from './workloads/tokens-not-read.ts';
import { undiscoveredNamespace } from './workloads/undiscovered-namespace.ts';

/** Every rule, in the order of the codes. */
export const rules: readonly Rule[] = [
  unknownField,
  wrongType,
  unknownValue,
  missingField,
  numberOutOfRange,
  sizeOutOfRange,
  malformedValue,
  duplicateEntry,
  fieldsExcludeEachOther,
  brokenConstraint,
  unknownVersion,
  newerThanInstalled,
  experimentalOnly,
  ignoreWithoutReason,
  reservedAnnotation,
  dryRunAnnotation,
  duration,
  portNumber,
  exportTo,
  selectorLabel,
  selectorWithoutLabels,
  targetReference,
  selectorOrTarget,
  deprecatedField,
  deprecatedVersion,
  regularExpression,
  unknownKind,
  gatewayName,
  gatewayWithoutServers,
  serverWithoutHosts,
  serverHost,
  serverProtocol,
  serverPortNumber,
  serverPortName,
  serverTargetPort,
  serverBind,
  serverTlsMissing,
  serverTlsOnPlainPort,
  httpsRedirectProtocol,
  cipherSuites,
  oldTlsVersion,
  istioMutualCertificates,
  passthroughCertificates,
  certificateSources,
  certificateMissing,
  certificateRevocationList,
  delegateFields,
  gatewayReference,
  legacyGatewayReference,
  claimRouteOnMesh,
  virtualServiceHost,
  meshWildcardHost,
  overlappingHosts,
  virtualServiceWithoutRoutes,
  unreachableRoute,
  ineffectiveMatch,
  routeAction,
  headerMatchName,
  emptyTextMatch,
  headerChangeName,
  headerChangeValue,
  authoritySetTwice,
  corsPolicy,
  fault,
  percentage,
  destination,
  destinationWeight,
  redirect,
  directResponse,
  rewrite,
  retries,
  layer4Route,
  sniHost,
  destinationSubnet,
  sourceMatch,
  destinationRuleHost,
  subset,
  emptyTrafficPolicy,
  tunnel,
  outlierDetection,
  connectionPool,
  consistentHash,
  locality,
  failoverWithoutOutlierDetection,
  warmup,
  clientTls,
  serviceEntryHost,
  serviceEntryAddress,
  serviceEntryPort,
  tcpWithoutAddress,
  endpointsOfResolution,
  endpointAddress,
  endpointPorts,
  dynamicDns,
  severalHostsOnTcp,
  workloadGroup,
  emptySidecar,
  ingressListener,
  defaultEndpoint,
  ingressTls,
  egressListener,
  egressHost,
  repeatedEgressHost,
  outboundTrafficPolicy,
  httpPoolOnOtherPort,
  portLevelMtls,
  jwtIssuer,
  jwksUri,
  jsonWebKeys,
  authorizationAction,
  customActionFields,
  emptyAuthorizationRule,
  emptyAuthorizationValue,
  authorizationAddress,
  clientIdentity,
  authorizationPort,
  pathTemplate,
  conditionKey,
  denyWithoutPort,
  envoyFilterPatch,
  envoyFilterMatch,
  envoyFilterInternals,
  deprecatedFilterName,
  envoyFilterType,
  wasmUrl,
  metricTag,
  severalTracings,
  traceTagName,
  accessLogFilter,
  listenerProtocolFields,
  listenerUnique,
  listenerCertificate,
  gatewayAddress,
  infrastructureKey,
  referenceUnique,
  tooManyMatches,
  ruleNameUnique,
  servicePortMissing,
  filterRepeated,
  filterFields,
  mirrorShare,
  grpcMethodMatch,
  sessionPersistence,
  redirectWithBackends,
  prefixReplacement,
  corsWildcard,
  externalAuthProtocol,
  pathModifier,
  pathMatchValue,
  routeTimeouts,
  tlsRouteHostname,
  backendTlsValidation,
  gatewayApiConstraint,
  envoyGatewayConstraint,
  envoyGatewayTarget,
  routeHost,
  routePathPassthrough,
  routeTlsFields,
  routeHeaderActions,
  routeTargetPort,
  routeSubdomainIgnored,
  objectName,
  metadataKey,
  servicePort,
  serviceTypeFields,
  workloadSelector,
  container,
  probe,
  volume,
  resources,
  rollout,
  autoscaler,
  disruptionBudget,
  role,
  networkPolicy,
  secretData,
  labelExpression,
  scalingBehavior,
  tlsSecret,
  serviceAddress,
  podReference,
  ingress,
  duplicateTlsHost,
  sameServerName,
  serverNamePassedThrough,
  plainBesideTls,
  tcpPortTaken,
  protocolsOnOnePort,
  emptySelector,
  selectorBeyondNamespace,
  selectorWithoutMatch,
  managedGatewayPods,
  udpServer,
  reservedPort,
  serverBindAddress,
  duplicateServerName,
  serverWithoutRoutes,
  balancerWithoutServerName,
  istioMutualFromOutside,
  autoPassthroughRoutes,
  everyHost,
  ingressHost,
  logVariable,
  portNotExposed,
  portsMeet,
  targetPortsDiffer,
  unprivilegedPort,
  privilegedPort,
  namedTargetPort,
  quicPort,
  terminationMode,
  passthroughRoutes,
  terminatedRoutes,
  connectionRoutes,
  serverNameOutside,
  repeatedServerName,
  secretElsewhere,
  secretPermission,
  clientAuthority,
  sharedCertificateOfServers,
  plainToTlsPort,
  redirectToNowhere,
  redirectLoopOfEdge,
  credentialName,
  certificatePath,
  credentialContent,
  clientAuthorityName,
  clientDemandsUnread,
  hostsOutsideGateway,
  notExportedToGateway,
  gatewayNotFound,
  meshWithNamespace,
  matchGatewayUnlisted,
  sourceMatchIgnored,
  overlappingRoutes,
  meshHostTwice,
  meshHostUnknown,
  httpRulesOnOpaquePort,
  destinationPortNeeded,
  destinationPortUnknown,
  matchPortUnserved,
  destinationHostUnknown,
  subsetUnknown,
  subsetNotForIngress,
  delegationLost,
  prefixAndSlash,
  rewriteWithoutPrefix,
  literalWildcard,
  regexOfPart,
  routeHidden,
  faultWithoutRetries,
  redirectCode,
  redirectLoop,
  weightIgnored,
  upperCaseHost,
  corsForEveryone,
  anyHostOfGateway,
  claimsWithoutTokens,
  protocolOfBackend,
  serviceNotExported,
  otherRevision,
  headerVariable,
  ruleOutOfSight,
  rulesOfOneHost,
  generalRuleReplaced,
  portLevelReplaces,
  subsetPolicyUnused,
  clientTlsMode,
  doubleTls,
  serverNameOfHop,
  credentialOfSidecar,
  anyPublicAuthority,
  subsetWithoutPods,
  ruleHostUnknown,
  selectorWithoutCallers,
  plainTextToStrict,
  hopWithoutTls,
  originalDestinationAtGateway,
  wildcardAtGateway,
  everyConnectionToPort,
  plainHttpOnTlsPort,
  egressWithoutMesh,
  egressLoop,
  blockedDestination,
  hiddenFromGateway,
  rulesNotImported,
  importedHostUnknown,
  sidecarForGateway,
  listenersWithPortsOnly,
  conflictingServiceEntries,
  noEndpoints,
  overridesClusterHost,
  tlsRuleNotSeen,
  egressPortNotServed,
  egressNotEnforced,
  externalNameDestination,
  targetPortOfOriginalDestination,
  outboundPolicyWithoutMode,
  imageAutoWithoutInjection,
  gatewayTemplate,
  autoscalerWithoutRequests,
  autoscalerAndReplicas,
  autoscalerTarget,
  blockingDisruptionBudget,
  severalDisruptionBudgets,
  disruptionBudgetWithoutPods,
  clientAddressLost,
  forwardedAddressUntrusted,
  policySelectorOnGatewayApi,
  portLevelMtlsPort,
  gatewayInAmbient,
  shortGracePeriod,
  mixedPods,
  undiscoveredNamespace,
  revisionOfNamespace,
  tokensNotRead,
  serviceWithoutPods,
  providerUnknown,
  plainToTlsServer,
  tlsToPlainServer,
  reencryptWithoutServerName,
  routePortUnknown,
  routeServiceElsewhere,
  routeHostNotServed,
  reencryptWithoutAuthority,
  wildcardRoute,
  sharedRouteCertificate,
  parentSection,
  routeKindNotTaken,
  routeNamespaceNotTaken,
  routeHostnameNotServed,
  referenceNotGranted,
  backendUnknown,
  listenerConflict,
  gatewayParameters,
  gatewayAddressService,
  gatewayNameLength,
  shiftedPort,
  capturedProxy,
  unsupportedByEnvoyGateway,
  sameMatchTwice,
  gatewayClassUnknown,
  parentUnknown,
  grantNamespaceUnknown,
  httpsListenerWithoutTls,
  listenerCertificateUnusable,
  policyTargetUnknown,
  listenerProtocolUnsupported,
  listenerRouteKinds,
  authorityUnusable,
  backendKindUnsupported,
  policySectionUnknown,
  policyTargetTwice,
  addressTypeUnsupported,
  addressWithoutPort,
  listenerSetNotTaken,
  addressOfTwoGateways,
  filterVariable,
  namedObjectUnknown,
  routeExpression,
  clientValidationUnverified,
  unknownAnnotation,
  misplacedAnnotation,
  invalidAnnotation,
  deprecatedAnnotation,
  severalInjectionLabels,
  namespaceNotInjected,
  portNameConvention,
  externalNamePort,
  severalSidecars,
  severalTelemetries,
  severalPeerAuthentications,
  sidecarInAmbient,
  selectorWithoutWorkload,
  unknownSourceNamespace,
  portOfTwoTransports,
  targetPortOfTwoPorts,
  applicationUid,
  relativePatch,
  ineffectivePatch,
  telemetryProvider,
  deprecatedProvider,
  injectorOverlap,
  webhookAddress,
  internalGatewayReference,
  negativeCondition,
  jwksFetch,
  oldGatewayApi,
  deprecatedSetting,
  exportToUnknownNamespace,
  authorizationMethod,
  identityWithoutMtls,
  principalUnknown,
  rootSidecarWithSelector,
  repeatedDestination,
  subsetWithoutLabels,
  mutualTlsToDisabled,
  authorizationHostUnknown,
  strictWithoutClient,
];
