import type { Rule } from '../../rule.ts';
import { deep, isSet, wrong } from '../../spot.ts';
import { routedServices } from '../../spots/routed-ports.ts';

/** Annotations by which OpenShift gives a Service a certificate of the cluster's own authority. */
const serving = ['service.beta.openshift.io/serving-cert-secret-name', 'service.alpha.openshift.io/serving-cert-secret-name'];

export const reencryptWithoutAuthority: Rule = {
  code: 'GI2807',
  name: 'reencrypt-without-authority',
  severity: 'warning',
  summary: 'A Route with `reencrypt` should say whose certificates it trusts.',
  why: 'the router trusts only certificates that OpenShift itself makes for Services, and answers 503 to others',
  fix: 'add `tls.destinationCACertificate`',
  source: 'https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/networking/configuring-routes',
  *check(world) {
    for (const { spec, to, termination, service } of routedServices(world)) {
      if (termination !== 'reencrypt' || service === undefined || to.key !== 'to' || isSet(deep(spec, 'tls', 'destinationCACertificate')))
        continue;
      const annotations = service.item.object.metadata.annotations ?? {};
      if (!serving.some((name) => name in annotations))
        yield wrong(
          deep(spec, 'tls', 'termination'),
          `is reencrypt, without \`destinationCACertificate\`, and Service "${service.name}" has no certificate of OpenShift's`,
        );
    }
  },
};
