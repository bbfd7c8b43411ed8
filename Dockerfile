# The wheel is built in the first stage; the second holds it, its locked packages and nothing else.
FROM python:3.13-slim AS built
WORKDIR /sources
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheel .

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTEVOIX_DATA=/data
COPY requirements/base.txt /tmp/base.txt
COPY --from=built /wheel /tmp/wheel
RUN pip install --no-cache-dir --require-hashes -r /tmp/base.txt \
 && pip install --no-cache-dir --no-deps /tmp/wheel/*.whl \
 && rm -r /tmp/base.txt /tmp/wheel \
 && useradd --system --uid 10001 portevoix \
 && install -d -m 700 -o portevoix /data
USER portevoix
VOLUME /data
EXPOSE 8000
CMD ["sh", "-c", "portevoix migrate && exec portevoix serve --host 0.0.0.0"]
