import { memo } from '../lazy.ts';
import type { World } from '../world.ts';
import type { Cluster } from './cluster.ts';
import type { Scope } from './scope.ts';

/** Clusters of one proxy, each made once. */
export function clusterOf(world: World, scope: Scope): (host: string, port: number, subset: string) => Cluster {
  const made = memo((key: string): Cluster => {
    const [port = '', subset = '', host = ''] = key.split('|');
    return world.cluster(scope, host, Number(port), subset);
  });
  return (host, port, subset) => made(`${port}|${subset}|${host}`);
}
