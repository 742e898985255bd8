import { isKubeLabel, isPortName } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, length, list, number, type Spot, text, wrong } from '../../spot.ts';
import { podTemplates } from '../../spots/pod-templates.ts';

export const container: Rule = {
  code: 'GI1906',
  name: 'container',
  severity: 'error',
  summary: 'Every container must have a name of its own and an image, and its ports must be numbers with short names.',
  why: 'the API server refuses the object',
  fix: 'give the container a name and an image; `image: auto` lets Istio fill it in',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (validateContainers)',
  *check(world) {
    for (const { spec } of podTemplates(world)) {
      if ((isSet(at(spec, 'containers')) || !isSet(spec)) && length(at(spec, 'containers')) === 0)
        yield wrong(at(spec, 'containers'), 'must have at least one container');
      const seen = new Set<string>();
      for (const container of [...list(spec, 'containers'), ...list(spec, 'initContainers')].filter(isSet)) {
        const [name, image] = [at(container, 'name'), at(container, 'image')];
        if (isSet(name) && !isKubeLabel(text(name))) yield wrong(name, `must be a lower-case DNS label, not ${JSON.stringify(text(name))}`);
        if (seen.has(text(name))) yield wrong(name, `must differ from the other containers; ${JSON.stringify(text(name))} is taken`);
        if (text(image) === '' || text(image).trim() !== text(image)) yield wrong(image, 'must be set, without blanks around it');
        seen.add(text(name));
        yield* portFindings(container);
        yield* variableFindings(container);
      }
    }
  },
};

function* portFindings(container: Spot): Iterable<Finding> {
  const seen = new Set<string>();
  for (const port of list(container, 'ports').filter(isSet)) {
    const [name, own] = [at(port, 'name'), at(port, 'containerPort')];
    if (text(name) !== '' && !isPortName(text(name)))
      yield wrong(name, `must have at most 15 lower-case letters, digits and dashes, not ${JSON.stringify(text(name))}`);
    else if (text(name) !== '' && seen.has(text(name)))
      yield wrong(name, `must differ from the other ports; ${JSON.stringify(text(name))} is taken`);
    if (isSet(own) && (number(own) < 1 || number(own) > 65535)) yield wrong(own, `must be between 1 and 65535, not ${number(own)}`);
    seen.add(text(name));
  }
}

function* variableFindings(container: Spot): Iterable<Finding> {
  for (const variable of list(container, 'env').filter(isSet)) {
    const name = at(variable, 'name');
    if (isSet(name) && !/^[\x20-\x3c\x3e-\x7e]+$/.test(text(name)))
      yield wrong(name, `must be printable characters without "=", not ${JSON.stringify(text(name))}`);
    if (text(at(variable, 'value')) !== '' && isSet(at(variable, 'valueFrom')))
      yield wrong(at(variable, 'valueFrom'), 'must not be set beside `value`');
  }
}
