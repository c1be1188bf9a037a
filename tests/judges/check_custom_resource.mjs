// Checks a custom resource against its real definition: a class of the npm packages @kubernetes-models/*, made from
// what each project publishes. It knows types, patterns and required fields; unknown fields it lets pass.

/** The package that has an API group. */
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

/** The class of a kind: every package has it at `<group>/<version>/<kind>`. */
async function classOf({ apiVersion, kind }) {
  const [group] = apiVersion.split('/');
  const module = await import(`@kubernetes-models/${PACKAGES[group]}/${apiVersion}/${kind}`);
  return module[kind];
}

/** The problems of a custom resource, one line each; that it has no class is one, too. */
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
