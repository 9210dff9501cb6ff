list "botbiz_webhook_endpoint" "all" {
  provider         = botbiz
  include_resource = true
  limit            = 1000 # the default is 100
}
