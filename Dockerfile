# Two stages: the wheel with the explorer in it, then only what serving needs, pinned by uv.lock.

FROM python:3.11-slim AS build
RUN ["pip", "install", "--no-cache-dir", "uv==0.13.9"]
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1
WORKDIR /source
COPY pyproject.toml uv.lock ./
RUN uv export --locked --no-dev --no-emit-project --quiet --output-file /requirements.txt \
    && uv venv /opt/tinbai \
    && uv pip install --python /opt/tinbai --require-hashes --requirement /requirements.txt
COPY . .
RUN uv build --wheel --out-dir /dist \
    && uv pip install --python /opt/tinbai --no-deps /dist/*.whl

FROM python:3.11-slim
COPY --from=build /opt/tinbai /opt/tinbai
ENV PATH=/opt/tinbai/bin:$PATH PYTHONUNBUFFERED=1 TINBAI_HOST=0.0.0.0
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["tinbai"]
CMD ["serve"]
