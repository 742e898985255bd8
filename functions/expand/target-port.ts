import type { Gateway } from '../intent/model.ts';

/** Where ports below 1024 go inside the pod; the next one where the first is listened on already. */
const shifts = [8000, 10000, 20000, 30000] as const;

/** Port inside the pod. Ports below 1024 need a sysctl that old kernels do not have, or can be moved out of the way. `service.ports` may say another one. */
export function targetPort({ spec, servers }: Pick<Gateway, 'spec' | 'servers'>, port: number): number {
  const { deployment, service } = spec;
  const written = service?.ports?.find((other) => other.port === port && (other.protocol ?? 'TCP') === 'TCP')?.targetPort;
  if (written !== undefined) return written;
  const unprivileged = deployment?.portMode === 'Unprivileged' || deployment?.kernel === 'Legacy';
  if (!unprivileged || port >= 1024) return port;
  const taken = new Set([...servers, ...(service?.ports ?? [])].map((other) => other.port));
  return port + (shifts.find((shift) => !taken.has(port + shift)) as number);
}
