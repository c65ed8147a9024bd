"""What Tinbai can do, whoever asks: no GraphQL in it."""
