import { groupBy } from '../../mesh/group-by.ts';
import { perWorld } from '../per-world.ts';

/** The DestinationRules of every host, whoever may see them. */
export const rulesByHost = perWorld((world) => groupBy(world.mesh.destinationRules.rules, ({ host }) => host));
