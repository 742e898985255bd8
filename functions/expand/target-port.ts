import type { Gateway } from '../intent/model.ts';

/** Port inside the pod. Ports below 1024 need a sysctl that old kernels do not have, or can be moved out of the way. */
export function targetPort({ spec }: Pick<Gateway, 'spec'>, port: number): number {
  const { portMode, kernel } = spec.deployment ?? {};
  const unprivileged = portMode === 'Unprivileged' || kernel === 'Legacy';
  return unprivileged && port < 1024 ? port + 8000 : port;
}
