// Checks a custom resource with a class of the npm packages @kubernetes-models/*, which are generated from the published
// definitions. A class checks types, patterns and required fields; it accepts unknown fields.

/** The package of each API group. */
const PACKAGES = {
  'argoproj.io': 'argo-cd',
  'cert-manager.io': 'cert-manager',
  'cilium.io': 'cilium',
  'cloud.google.com': 'gke',
  'external-secrets.io': 'external-secrets',
  'gateway.envoyproxy.io': 'envoy-gateway',
  'gateway.networking.k8s.io': 'gateway-api',
  'helm.toolkit.fluxcd.io': 'flux-cd',
  'keda.sh': 'keda',
  'kustomize.toolkit.fluxcd.io': 'flux-cd',
  'monitoring.coreos.com': 'prometheus-operator',
  'networking.gke.io': 'gke',
  'networking.istio.io': 'istio',
  'postgresql.cnpg.io': 'cloudnative-pg',
  'projectcontour.io': 'contour',
  'source.toolkit.fluxcd.io': 'flux-cd',
  'traefik.io': 'traefik'
};

/** Return the class of a kind: each package has it at `<group>/<version>/<kind>`. */
async function classOf({ apiVersion, kind }) {
  const [group] = apiVersion.split('/');
  const module = await import(`@kubernetes-models/${PACKAGES[group]}/${apiVersion}/${kind}`);
  return module[kind];
}

/** Return the problems of a custom resource, one line each; a missing class is a problem too. */
export async function checkCustomResource(manifest) {
  let Kind;
  try {
    Kind = await classOf(manifest);
  } catch {
    return [`${manifest.apiVersion} ${manifest.kind}: no class has its definition`];
  }
  try {
    new Kind(manifest).validate();
    return [];
  } catch ({ errors }) {
    return errors.map(({ instancePath, message }) => `${instancePath.split('/').slice(1).join('.')}: ${message}`);
  }
}
