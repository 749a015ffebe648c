# The command in a container: docker build --build-arg VERSION=0.1.0 --tag cdk8s-union-auth .
FROM node:20-slim AS install
ARG VERSION=latest
WORKDIR /app
RUN npm install --omit=dev --no-audit --no-fund "cdk8s-union-auth@${VERSION}"

FROM gcr.io/distroless/nodejs20-debian12:nonroot
COPY --from=install /app/node_modules /app/node_modules
# What is judged is mounted here.
WORKDIR /work
ENTRYPOINT ["/nodejs/bin/node", "/app/node_modules/cdk8s-union-auth/lib/cli/main.js"]
CMD ["--help"]
