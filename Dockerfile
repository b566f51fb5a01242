# The product as one image: Debian's own Node is not needed, the project brings Node 24 among its packages.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc .puppeteerrc.json ./
# The browser comes from Debian below, so the packaged one (60 MB) stays out; its absence is no error.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/@sparticuz
COPY src src
COPY templates templates
COPY migrations migrations
COPY seeds seeds
RUN node src/command/build.ts

FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends chromium-headless-shell fonts-liberation \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build --chown=root:root /app /app
# Nothing under /app is written at run time; /data holds what the browser needs to unpack, /tmp its profile.
ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data BROWSER_PATH=/usr/bin/chromium-headless-shell
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD node -e "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
# As `npm start` does: collecting garbage of twice the room keeps a save waiting for ten milliseconds.
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]
