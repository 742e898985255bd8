import type { Random } from '../mesh/random.ts';
import type { ExpectedRequest } from '../requests/request-file.ts';
import { addresses, forwarded, methods, paths, teams, tokens } from './vocabulary.ts';
import { backends, callers, hostOf } from './world.ts';

export interface Generated {
  /** What they get is not known yet. */
  readonly requests: readonly ExpectedRequest[];
}

const number = { outside: 40, inside: 30, connections: 10 };

export function generateRequests(dice: Random): Generated {
  const outside = Array.from({ length: number.outside }, (): ExpectedRequest => {
    const host = hostOf(dice.pick(backends));
    return {
      send: `${dice.pick(methods)} http://${host}${dice.pick(paths)}`,
      clientIP: dice.pick(addresses),
      ...carried(dice),
      expect: {},
    };
  });
  const inside = Array.from({ length: number.inside }, (): ExpectedRequest => {
    const { name, namespace } = dice.pick(backends);
    return {
      send: `${dice.pick(methods)} http://${name}.${namespace}:8080${dice.pick(paths)}`,
      from: dice.pick(callers),
      ...carried(dice),
      expect: {},
    };
  });
  const connections = Array.from({ length: number.connections }, (): ExpectedRequest => {
    const { name, namespace } = dice.pick(backends);
    return { send: `tcp://${name}.${namespace}:9000`, from: dice.pick(callers), expect: {} };
  });
  return { requests: [...outside, ...inside, ...connections] };
}

function carried(dice: Random): Pick<ExpectedRequest, 'headers' | 'jwt'> {
  const team = dice.pick(teams);
  const addresses = dice.chance(0.3) ? dice.pick(forwarded) : '';
  return {
    headers: { ...(team === '' ? {} : { 'x-team': team }), ...(addresses === '' ? {} : { 'x-forwarded-for': addresses }) },
    ...(dice.chance(0.5) ? { jwt: dice.pick(tokens) } : {}),
  };
}
