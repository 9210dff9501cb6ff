provider "botbiz" {
  # Leave half of the Pro plan's 300 requests a minute to the chatbot that uses the same key.
  requests_per_minute = 150

  # Fail rather than queue on the rate limit for more than five minutes.
  max_wait = "5m"
}
