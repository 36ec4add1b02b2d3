# 동네기사를 담는 그릇. compose.yaml이 만들고, 안에서는 늘 쓰던 ./gisa가 돈다.
FROM python:3.13-slim-bookworm

# root가 아닌 사람이 돌린다. 보관소 폴더는 그의 것이어야 새 볼륨에도 쓸 수 있다.
RUN useradd --uid 10001 --create-home gisa && install -d -o gisa -g gisa /srv/gisa /data
USER gisa
WORKDIR /srv/gisa

# 설치하는 것은 ./gisa다: 해시로 정해진 것만, .venv에. OpenSearch와 PostgreSQL에 드는 것까지 지금 갖추어,
# 그릇이 뜰 때에는 아무것도 받지 않는다. 주소에 닿아 보지는 않는다.
COPY --chown=gisa:gisa gisa requirements*.lock requirements*.txt ./
COPY --chown=gisa:gisa indexer indexer
COPY --chown=gisa:gisa webui webui
COPY --chown=gisa:gisa data data
RUN GISA_ENGINE=opensearch GISA_ARCHIVE_URL=postgresql://installing ./gisa --help > /dev/null

ENV GISA_DATA=/data
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["/srv/gisa/gisa"]
CMD ["serve", "--host", "0.0.0.0"]
