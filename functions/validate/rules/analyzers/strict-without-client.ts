import { isSubsetOf } from '../../../hosts/host-name.ts';
import type { Rule } from '../../rule.ts';
import { deep, rootOf, text, wrong } from '../../spot.ts';

export const strictWithoutClient: Rule = {
  code: 'GI3038',
  name: 'strict-without-client',
  severity: 'warning',
  summary: 'Where automatic mTLS is off, a STRICT PeerAuthentication should come with a DestinationRule that asks for mTLS.',
  why: 'callers send plain text, which the pods refuse: 503',
  fix: 'add a DestinationRule with `tls: {mode: ISTIO_MUTUAL}` for the hosts, or set `enableAutoMtls: true`',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls',
  upstream: ['KIA0401', 'KIA0501'],
  *check(world) {
    const { autoMtls, rootNamespace, clusterDomain } = world.mesh.settings;
    if (!autoMtls.known || autoMtls.value) return;
    const asked = world.mesh.destinationRules.rules.filter(({ policy }) => policy?.tls?.mode === 'ISTIO_MUTUAL').map(({ host }) => host);
    for (const item of world.ofKind('security.istio.io', 'PeerAuthentication')) {
      const spec = deep(rootOf(item), 'spec');
      const mode = deep(spec, 'mtls', 'mode');
      if (text(mode) !== 'STRICT' || deep(spec, 'selector').value !== undefined) continue;
      const namespace = world.mesh.objects.namespaceOf(item);
      const isForMesh = namespace === rootNamespace.value;
      const services = world.mesh.kubeServices.filter((service) => isForMesh || service.namespace === namespace);
      const left = services.find(
        ({ name, namespace: own }) => !asked.some((host) => isSubsetOf(`${name}.${own}.svc.${clusterDomain.value}`, host)),
      );
      if (services.length === 0 ? asked.length === 0 : left !== undefined)
        yield wrong(
          mode,
          `is STRICT, automatic mTLS is off, and no DestinationRule asks for mTLS to ${left ? `Service "${left.namespace}/${left.name}"` : 'anything'}`,
        );
    }
  },
};
