# One image for all three functions under kpt and Kustomize, and for the plugin of Argo CD: docs/container.md.
#
#   docker build -t gateway-intent .
#   docker buildx build --platform linux/amd64,linux/arm64 -t gateway-intent .
#
# Nothing of the base images runs in the image that comes out: of BUILDER comes Node, which builds, of LIBC the C library of the processor that the image is for.
ARG BUILDER=node:24-bookworm-slim
ARG LIBC=debian:bookworm-slim

FROM ${LIBC} AS libc

FROM --platform=$BUILDPLATFORM ${BUILDER} AS build
ENV GATEWAY_INTENT_CACHE=/cache
WORKDIR /src
COPY package.json package-lock.json ./
# A builder that brings packages and runtimes along needs no network.
RUN [ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
COPY . .
ARG TARGETARCH
RUN node scripts/build-standalone.mjs "linux-$TARGETARCH" --to /built
COPY --from=libc \
  /usr/lib/*-linux-gnu/ld-linux-*.so.* \
  /usr/lib/*-linux-gnu/libc.so.6 \
  /usr/lib/*-linux-gnu/libdl.so.2 \
  /usr/lib/*-linux-gnu/libm.so.6 \
  /usr/lib/*-linux-gnu/libpthread.so.0 \
  /usr/lib/*-linux-gnu/libresolv.so.2 \
  /libc/
RUN node scripts/image-root.mjs /image "/built/gateway-intent-linux-$TARGETARCH" /libc

FROM scratch
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="gateway-intent" \
  org.opencontainers.image.description="One short GatewayIntent becomes the full, validated set of gateway resources: a KRM function for kpt and Kustomize, a plugin of Argo CD" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}"
COPY --from=build /image /
# Plugins of Argo CD may write to /tmp only, and some programs look for a home.
ENV PATH=/usr/local/bin HOME=/tmp
# Any other user will do: kpt and Kustomize run functions as nobody, Argo CD its sidecars as 999.
USER 65534:65534
ENTRYPOINT ["/usr/local/bin/gateway-intent"]
