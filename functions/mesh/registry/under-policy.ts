import type { PortPolicy, TrafficPolicy } from './traffic-policy.ts';

/** A traffic policy of a user with what a BackendTLSPolicy says where the user says nothing (`mergeBackendPolicyTrafficPolicy`). */
export function underPolicy(user: TrafficPolicy | undefined, backend: TrafficPolicy | undefined): TrafficPolicy | undefined {
  if (!user || !backend) return user ?? backend;
  return { ...filled(user, backend), portLevelSettings: portLevels(user.portLevelSettings, backend.portLevelSettings) };
}

function filled(user: TrafficPolicy, backend: TrafficPolicy): TrafficPolicy {
  return {
    ...user,
    tls: user.tls ?? backend.tls,
    loadBalancer: user.loadBalancer ?? backend.loadBalancer,
    connectionPool: user.connectionPool ?? backend.connectionPool,
    outlierDetection: user.outlierDetection ?? backend.outlierDetection,
    tunnel: user.tunnel ?? backend.tunnel,
  };
}

function portLevels(user: readonly PortPolicy[], backend: readonly PortPolicy[]): readonly PortPolicy[] {
  const own = user.map((entry) => {
    const below = backend.find(({ port }) => port === entry.port);
    return below ? { ...entry, policy: filled(entry.policy, below.policy) } : entry;
  });
  return [...own, ...backend.filter(({ port }) => !user.some((entry) => entry.port === port))];
}
