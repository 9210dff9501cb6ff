provider "botbiz" {
  # Leaves half of the 300 requests per minute of the Pro plan to other programs that use the same key.
  requests_per_minute = 150

  # Fails an operation that would wait for the rate limit for more than five minutes.
  max_wait = "5m"
}
