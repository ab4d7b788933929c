def read_paths(name):
    with open(name, encoding="utf-8") as lines:
        return [line.strip() for line in lines if line.strip()]
